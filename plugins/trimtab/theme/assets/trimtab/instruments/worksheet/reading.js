/** Reading a template: what is blank in it becomes a field, in its place. */

import { adoptedBox, blockField, boxField, inlineField, nameField } from "./fields.js";

const BLANK = /_{3,}|\[ \]/g;
const TICKED = /^\s*\[[xX]\](?=\s)/;
const ASKS = /[:：][\s….]*$/;
const NOTHING = /^[\s_….]*$/;
const HEADING = /^H[1-6]$/;
const BLOCKS = "p, ul, ol, dl, table, div, pre, blockquote, hr, details, h1, h2, h3, h4, h5, h6";
const LEADS_TO = "ul, ol, dl, pre, blockquote, details, .highlight";

/** What an element says, as a label: in one line, without the colon at its end. */
function words(node) {
  const copy = node.cloneNode(true);
  for (const extra of copy.querySelectorAll?.(".headerlink, .tt-blank") ?? []) extra.remove();
  return label(copy.textContent);
}

function label(text) {
  return text.replace(/_{3,}/g, " ").replace(/\s+/g, " ").replace(ASKS, "").trim();
}

/**
 * Makes fields of the blanks below an element.
 * @returns {{fields: Object[], logs: Object[]}} the fields by themselves, and the tables whose rows are all blank, as
 *   `{table, columns, name}`.
 */
export function read(root) {
  const found = [];
  const logs = [];
  let heading = "";
  let before = "";
  const add = (field, text) => found.push({ field, text: text || before || "Answer", heading });
  for (const node of root.querySelectorAll("h1, h2, h3, h4, h5, h6, p, li, dd, table, input[type=checkbox]")) {
    if (node.closest("pre, .footnote")) continue;
    if (node.matches("input")) {
      const field = adoptedBox(node);
      const line = node.closest("li, p, td, dd");
      add(field, line ? words(ownPart(line)) : "");
    } else if (node.matches("table")) {
      readTable(node, add, logs);
    } else if (!node.closest("table")) {
      if (HEADING.test(node.tagName)) heading = words(node);
      readBlock(node, add, before);
      if (!node.matches("li") || node.querySelector("li")) before = words(ownPart(node)) || before;
    }
  }
  found.forEach(({ field }, at) => nameField(field, unique(found, at)));
  logs.forEach((log, at) => {
    log.name = unique(logs.map(({ columns }) => ({ text: columns[0], heading: "" })), at);
  });
  return { fields: found.map(({ field }) => field), logs };
}

/** A name of its own for each. It says how many share their words, so that it can't come to mean another of them. */
function unique(all, at) {
  const same = (part) => all.filter((other) => part(other) === part(all[at]));
  if (same(({ text }) => text).length === 1) return all[at].text;
  const long = ({ heading, text }) => (heading && heading !== text ? `${heading}, ${text}` : text);
  const rivals = same(long);
  return rivals.length === 1 ? long(all[at]) : `${long(all[at])} (${rivals.indexOf(all[at]) + 1} of ${rivals.length})`;
}

/** The text that is a block's own, not that of the lists and paragraphs within it. */
function ownNodes(block) {
  const nodes = [...block.childNodes];
  const end = nodes.findIndex((node) => node.nodeType === Node.ELEMENT_NODE && node.matches(BLOCKS));
  return end < 0 ? nodes : nodes.slice(0, end);
}

function ownPart(block) {
  const part = document.createDocumentFragment();
  part.append(...ownNodes(block).map((node) => node.cloneNode(true)));
  return part;
}

function readBlock(block, add, before) {
  const own = ownNodes(block);
  if (block.matches("li, dd") && NOTHING.test(own.map(textOf).join("")) && !block.querySelector("input")) {
    readEmpty(block, own, add, before);
  } else if (!readBlanks(block, own, add)) {
    if (HEADING.test(block.tagName)) readHeading(block, add);
    else if (!introduces(block, own)) readQuestions(block, add);
  }
}

/** An item of a list without words, or with a line to write on. */
function readEmpty(block, own, add, before) {
  if ([...block.children].some((child) => !child.matches("hr, br"))) return;
  const number = [...block.parentElement.children].indexOf(block) + 1;
  const field = blockField();
  block.replaceChildren(field.element);
  add(field, `${before} ${number}`.trim());
}

/** A heading with nothing below it, or only lines. */
function readHeading(heading, add) {
  let next = heading.nextElementSibling;
  while (next?.matches("hr")) next = next.nextElementSibling;
  const level = (node) => Number(node.tagName[1]);
  if (next && !(HEADING.test(next.tagName) && level(next) <= level(heading))) return;
  const field = blockField();
  heading.after(field.element);
  add(field, words(heading));
}

/** Whether what ends in a colon leads to a list, a table or the like, and asks nothing. */
function introduces(block, own) {
  const inner = [...block.children].find((child) => child.matches(BLOCKS));
  const after = block.matches("li, dd") ? inner : block.nextElementSibling;
  if (after?.matches(LEADS_TO)) return true;
  const toTable = after?.matches("table, .md-typeset__scrollwrap");
  // A label before a table is as often a question of its own; then it is bold.
  return Boolean(toTable && own.some((node) => textOf(node).trim() && !isBold(node)));
}

const isBold = (node) => node.nodeType === Node.ELEMENT_NODE && node.matches("strong, b");

/** Lines that end in a colon; in running text only the last one can. */
function readQuestions(block, add) {
  const lines = [[]];
  splitLines(block);
  for (const node of ownNodes(block)) {
    if (node.nodeName === "BR") lines.push([]);
    else lines.at(-1).push(node);
  }
  for (const line of lines) {
    const text = line.map(textOf).join("");
    if (!ASKS.test(text)) continue;
    const last = line.findLast((node) => textOf(node).trim());
    if (NOTHING.test(textOf(last)) && last.nodeType === Node.TEXT_NODE) last.data = " ";
    const field = blockField();
    line.at(-1).after(/\s$/.test(text) ? "" : " ", field.element);
    add(field, label(text));
  }
}

/** A line break for each line end, if every line asks something. */
function splitLines(block) {
  const own = ownNodes(block);
  const lines = own.map(textOf).join("").trim().split("\n");
  if (lines.length < 2 || !lines.every((line) => ASKS.test(line))) return;
  for (const node of own.filter((child) => child.nodeType === Node.TEXT_NODE)) {
    const parts = node.data.trimEnd().split("\n");
    node.replaceWith(...parts.flatMap((part, at) => (at ? [document.createElement("br"), part] : [part])));
  }
}

/** Runs of underscores and boxes within the text. Whether there were any that take the place of an answer. */
function readBlanks(block, own, add) {
  const parts = own.flatMap((node) => partsOf(node, block.matches("li") && node === own[0]));
  const near = (at, step) => {
    let text = "";
    for (let other = at + step; typeof parts[other] === "string"; other += step) {
      text = step > 0 ? text + parts[other] : parts[other] + text;
    }
    return label(text);
  };
  parts.forEach((part, at) => {
    if (!part?.control) return;
    const isBox = part.control.type === "checkbox";
    add(part, isBox ? near(at, 1) || near(at, -1) : near(at, -1) || near(at, 1));
  });
  return parts.some((part) => part?.inline);
}

/** A node's text as texts, fields and, for line breaks, nulls; the blanks in it are replaced by these fields. */
function partsOf(node, first) {
  if (node.nodeName === "BR") return [null];
  if (node.nodeType === Node.ELEMENT_NODE) {
    if (node.matches("code, textarea, .headerlink, .tt-blank")) return [];
    return [...node.childNodes].flatMap((child) => partsOf(child, false));
  }
  if (node.nodeType !== Node.TEXT_NODE) return [];
  const parts = [];
  let rest = node.data;
  const ticked = first && rest.match(TICKED);
  if (ticked) {
    parts.push(boxField(true));
    rest = rest.slice(ticked[0].length);
  }
  let at = 0;
  for (const match of rest.matchAll(BLANK)) {
    parts.push(rest.slice(at, match.index), match[0] === "[ ]" ? boxField() : inlineField());
    at = match.index + match[0].length;
  }
  if (!parts.length) return [rest];
  parts.push(rest.slice(at));
  node.replaceWith(...parts.map((part) => part.element ?? part));
  return parts;
}

const textOf = (node) => (node.nodeType === Node.COMMENT_NODE ? "" : node.textContent);

/** Whether there is nothing in a cell. */
const isBlank = (cell) => NOTHING.test(cell.textContent) && !cell.querySelector("img, input, svg");

function readTable(table, add, logs) {
  const bodies = [...table.tBodies].flatMap((body) => [...body.rows]);
  const width = Math.max(0, ...[...table.rows].map((row) => row.cells.length));
  const heads = table.tHead?.rows[0]?.cells ?? [];
  const columns = Array.from({ length: width }, (_, at) => (heads[at] && words(heads[at])) || `Column ${at + 1}`);
  table.classList.add("tt-sheet-table");
  for (const row of bodies) {
    [...row.cells].forEach((cell, at) => {
      cell.dataset.ttColumn = columns[at];
    });
  }
  if (bodies.length && bodies.every((row) => [...row.cells].every(isBlank))) {
    const named = columns.map((text, at) => unique(columns.map((other) => ({ text: other, heading: "" })), at));
    logs.push({ table, columns: named, body: bodies[0].parentElement, given: bodies.length });
    return;
  }
  bodies.forEach((row, number) => {
    const cells = [...row.cells];
    const title = cells.find((cell) => !isBlank(cell));
    const asked = cells.some(isBlank);
    cells.forEach((cell, at) => {
      if (isBlank(cell)) {
        const field = blockField();
        cell.replaceChildren(field.element);
        add(field, `${title ? words(title) : `Row ${number + 1}`}: ${columns[at]}`);
      } else if (!readBlanks(cell, ownNodes(cell), add) && !asked) {
        readQuestions(cell, add);
      }
    });
  });
}
