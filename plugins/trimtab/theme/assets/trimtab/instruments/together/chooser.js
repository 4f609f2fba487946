/** A field that finds an entry by its names: a combobox as in the ARIA practices, with what is found in a list below. */
import { element } from "../dom.js";

const SHOWN = 10;

export class Chooser {
  #active = -1;
  #found = [];
  #opening;
  #turn = 0;

  /**
   * @param {function(): Promise<boolean>} ready whether something can be found; called when the field is used
   * @param {function(string): Entry[]} find what has these words, the best first
   * @param {function(Entry): void} choose takes what was chosen
   */
  constructor(ready, find, choose) {
    this.ready = ready;
    this.find = find;
    this.choose = choose;
    this.input = element("input", {
      class: "tt-field tt-together__input",
      id: "tt-together-input",
      type: "text",
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": "tt-together-options",
      "aria-autocomplete": "list",
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      enterkeyhint: "done",
      placeholder: "Type a part of its name",
    });
    this.options = element("ul", { class: "tt-together__options", id: "tt-together-options", role: "listbox", "aria-label": "Patterns found", hidden: true });
    this.found = element("p", { class: "tt-together__found", role: "status" });
    const label = element("label", { for: "tt-together-input" }, "Add a pattern");
    this.element = element("div", { class: "tt-together__chooser" }, label, this.input, this.options, this.found);
  }

  listen(signal) {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(this.input, "focus", () => this.ready());
    for (const type of ["input", "click"]) on(this.input, type, () => this.#open());
    on(this.input, "keydown", (event) => this.#key(event));
    on(this.input, "blur", () => this.#close());
    // A press must not take the focus, or the list would close before the click.
    on(this.options, "pointerdown", (event) => event.preventDefault());
    on(this.options, "mousedown", (event) => event.preventDefault());
    on(this.options, "click", ({ target }) => {
      const option = target.closest("[role=option]");
      if (option) this.#take(this.#found[[...this.options.children].indexOf(option)]);
    });
  }

  /**
   * List what is found, once it can be: whether there is a list then. Whoever has closed it or left the field meanwhile
   * wants none.
   */
  #open() {
    const turn = this.#turn;
    this.#opening ??= this.ready().then((there) => {
      if (turn !== this.#turn) return false;
      this.#opening = undefined;
      if (there) this.#list();
      return !this.options.hidden;
    });
    return this.#opening;
  }

  #list() {
    const found = this.find(this.input.value);
    this.#found = found.slice(0, SHOWN);
    this.#active = -1;
    this.options.replaceChildren(...this.#found.map((entry, at) => option(entry, at)));
    this.#expand(this.#found.length > 0);
    const more = found.length - this.#found.length;
    if (found.length === 0) this.found.textContent = "No pattern that isn't chosen yet has these letters.";
    else this.found.textContent = `${found.length} found${more > 0 ? `, the first ${SHOWN} shown: type on` : ""}`;
  }

  #close() {
    this.#turn += 1;
    this.#opening = undefined;
    this.#expand(false);
    this.found.textContent = "";
  }

  #expand(open) {
    this.options.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    if (!open) this.#activate(-1);
  }

  #activate(at) {
    this.options.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = at;
    const active = this.options.children[at];
    active?.setAttribute("aria-selected", "true");
    active?.scrollIntoView({ block: "nearest" });
    if (active) this.input.setAttribute("aria-activedescendant", active.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (event.isComposing) return;
    const open = !this.options.hidden;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#move(event.key === "ArrowUp");
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#enter();
    } else if (event.key === "Escape" && (open || this.#opening || this.input.value)) {
      event.preventDefault();
      if (!open) this.input.value = "";
      this.#close();
    }
  }

  /** One option on or back, from one end to the other; a list that is closed is opened for it. */
  async #move(up) {
    if (this.options.hidden && !(await this.#open())) return;
    const last = this.#found.length - 1;
    if (up) this.#activate(this.#active > 0 ? this.#active - 1 : last);
    else this.#activate(this.#active < last ? this.#active + 1 : 0);
  }

  /** What was typed stands for the best match, which may still be on its way. */
  async #enter() {
    const shown = await (this.#opening ?? !this.options.hidden);
    if (shown && (this.#active >= 0 || this.input.value.trim())) this.#take(this.#found[Math.max(this.#active, 0)]);
  }

  #take(entry) {
    this.input.value = "";
    this.#close();
    this.input.focus();
    this.choose(entry);
  }
}

function option(entry, at) {
  const aliases = (entry.aliases ?? []).join(", ");
  return element(
    "li",
    { class: "tt-together__option", role: "option", id: `tt-together-option-${at}`, "aria-selected": "false" },
    entry.title,
    aliases ? element("span", { class: "tt-note" }, ` ${aliases}`) : null,
  );
}
