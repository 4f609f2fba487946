/** Fields: each takes the place of one blank of a sheet. */

import { element } from "../dom.js";

/** Room for text. What is typed is repeated below it, unseen, so that the field is always as large as its text. */
class Text {
  constructor(inline) {
    this.control = element("textarea", { rows: 1, autocomplete: "off", class: "tt-blank__text" });
    this.element = element("span", { class: inline ? "tt-blank tt-blank--inline" : "tt-blank" }, this.control);
    this.control.addEventListener("input", () => this.#repeat());
    if (inline) this.control.addEventListener("keydown", onOneLine);
    this.inline = inline;
    this.#repeat();
  }

  get value() {
    const { value } = this.control;
    return this.inline ? value.replace(/\s*\n\s*/g, " ").trim() : value.trim();
  }

  set value(value) {
    this.control.value = typeof value === "string" ? value : "";
    this.#repeat();
  }

  get filled() {
    return this.value !== "";
  }

  #repeat() {
    this.element.dataset.ttText = this.control.value;
  }
}

function onOneLine(event) {
  if (event.key === "Enter" && !event.isComposing) event.preventDefault();
}

/** A box to tick, which the page may have brought along, even ticked. */
class Box {
  constructor(control) {
    control.disabled = false;
    control.autocomplete = "off";
    this.control = control;
    this.element = control;
    this.before = control.defaultChecked;
  }

  get value() {
    return this.control.checked;
  }

  set value(value) {
    this.control.checked = typeof value === "boolean" ? value : this.before;
  }

  get filled() {
    return this.value !== this.before;
  }
}

const known = new WeakMap();

function keep(field) {
  known.set(field.element, field);
  return field;
}

/** A field for text of several lines. */
export const blockField = () => keep(new Text(false));

/** A field for a few words within a sentence. */
export const inlineField = () => keep(new Text(true));

/** A box to tick, or to untick. */
export const boxField = (checked = false) => adoptedBox(element("input", { type: "checkbox", checked }));

/** A box that the page has. */
export const adoptedBox = (control) => keep(new Box(control));

/** The field that an element belongs to, if any. */
export const fieldOf = (node) => known.get(node);

/** Names a field, for itself and for those who hear it. */
export function nameField(field, text) {
  field.name = text;
  field.control.setAttribute("aria-label", text);
}
