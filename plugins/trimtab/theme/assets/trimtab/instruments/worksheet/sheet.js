/** A sheet: its fields, and what is written in them. */

import { element } from "../dom.js";
import { blockField, nameField } from "./fields.js";
import { read } from "./reading.js";

const MOST_ROWS = 200;

/** A table of blank rows, to which rows can be added. */
class Log {
  constructor({ table, body, columns, name, given }, sheet) {
    Object.assign(this, { body, columns, name, given, sheet, rows: [] });
    this.headings = [...(table.tHead?.rows[0]?.cells ?? [])].map((cell) => cell.textContent.trim());
    const hidden = element("span", { class: "tt-hidden" }, "Remove");
    table.tHead?.rows[0]?.append(element("th", { class: "tt-tool" }, hidden));
    const add = element("button", { type: "button", class: "tt-tool tt-button tt-sheet-add" }, "Add a row");
    add.addEventListener("click", () => {
      this.add().cells[0].control.focus();
      sheet.changed();
    });
    (table.closest(".md-typeset__scrollwrap") ?? table).after(add);
    this.values = [];
  }

  get values() {
    const rows = this.rows.map(({ cells }) =>
      Object.fromEntries(cells.flatMap(({ value }, at) => (value ? [[this.columns[at], value]] : []))),
    );
    while (rows.length && !Object.keys(rows.at(-1)).length) rows.pop();
    return rows;
  }

  set values(values) {
    this.body.replaceChildren();
    this.rows = [];
    for (let at = 0; at < Math.max(this.given, values.length); at += 1) this.add(values[at]);
  }

  add(values = {}) {
    const cells = this.columns.map(() => blockField());
    cells.forEach((field, at) => {
      field.value = Object.hasOwn(values, this.columns[at]) ? values[this.columns[at]] : "";
    });
    const remove = element("button", { type: "button", class: "tt-button tt-sheet-remove" }, "×");
    const line = element(
      "tr",
      {},
      ...cells.map((field, at) => element("td", { "data-tt-column": this.headings[at] ?? "" }, field.element)),
      element("td", { class: "tt-tool" }, remove),
    );
    const row = { cells, line, remove };
    remove.addEventListener("click", () => this.remove(row));
    this.rows.push(row);
    this.body.append(line);
    this.#number();
    return row;
  }

  remove(row) {
    const before = this.sheet.contents;
    const at = this.rows.indexOf(row);
    this.rows.splice(at, 1);
    row.line.remove();
    if (!this.rows.length) this.add();
    this.#number();
    this.rows[Math.min(at, this.rows.length - 1)].cells[0].control.focus();
    this.sheet.changed(row.cells.some(({ filled }) => filled) ? { what: "Row removed.", before } : undefined);
  }

  #number() {
    this.rows.forEach(({ cells, remove }, number) => {
      cells.forEach((field, at) => nameField(field, `${this.columns[at]}, row ${number + 1}`));
      remove.setAttribute("aria-label", `Remove row ${number + 1}`);
    });
  }
}

export class Sheet {
  /**
   * @param {Element} root what holds the template.
   * @param {function({what: string, before: Object}=)} changed is told of each change, and for one that takes
   *   something away of what was there before.
   */
  constructor(root, changed) {
    const found = read(root);
    this.changed = changed;
    this.fields = found.fields;
    this.logs = found.logs.map((log) => new Log(log, this));
  }

  get isBlank() {
    return !this.fields.length && !this.logs.length;
  }

  /** What is written, by name: `answers` of the fields, and `rows` of the tables, each by the columns' names. */
  get contents() {
    const written = this.fields.filter(({ filled }) => filled);
    const kept = this.logs.map(({ name, values }) => [name, values]).filter(([, rows]) => rows.length);
    return {
      answers: Object.fromEntries(written.map(({ name, value }) => [name, value])),
      rows: Object.fromEntries(kept),
    };
  }

  /**
   * Writes contents into the fields.
   * @returns {Object<string, string|boolean>} what has no place: answers to another version of the sheet.
   */
  show({ answers, rows, earlier }) {
    const left = new Map(Object.entries({ ...earlier, ...answers }));
    for (const field of this.fields) {
      const given = left.get(field.name);
      field.value = given;
      if (typeof given === typeof field.value) left.delete(field.name);
    }
    const lost = new Map(Object.entries(rows));
    for (const log of this.logs) {
      const values = lost.get(log.name) ?? [];
      log.values = values.slice(0, MOST_ROWS);
      lost.set(log.name, values.map((row, at) => (at < MOST_ROWS ? without(row, log.columns) : row)));
    }
    for (const [table, values] of lost) {
      values.forEach((row, at) => {
        for (const [column, text] of Object.entries(row)) left.set(`${table}, row ${at + 1}, ${column}`, text);
      });
    }
    return Object.fromEntries(left);
  }
}

const without = (row, names) => Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
