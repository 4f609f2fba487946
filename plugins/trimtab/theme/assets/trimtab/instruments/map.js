/** The map: filters, titles in the cells, and the column that is looked at. The address says what is shown. */
import { showQuery } from "../site.js";
import { fold } from "../text.js";
import { element } from "./dom.js";
import { readData } from "./rungs.js";

/** How wide a column is that holds titles, in px. */
const COLUMN = 120;
const FILTERS = ["domain", "confidence"];

/** Make the page work until it is left. */
export function attach(root, { base, signal }) {
  new MapPage(root, base).start(signal);
}

class MapPage {
  #entries = null;
  #turn = 0;

  constructor(root, base) {
    this.root = root;
    this.base = base;
    this.form = root.querySelector("form");
    this.status = root.querySelector(".tt-map__status");
    this.button = this.form.elements.titles;
    this.selects = FILTERS.map((name) => this.form.elements[name]).filter(Boolean);
    this.kinds = root.dataset.kinds.split("\n");
    this.cells = [...root.querySelectorAll("td")].map((cell) => new Cell(cell));
  }

  start(signal) {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(this.form, "change", () => this.#changed());
    on(this.form, "submit", (event) => event.preventDefault());
    on(this.button, "click", () => this.#showTitles(this.button.getAttribute("aria-pressed") !== "true", true));
    for (const type of ["pointerover", "focusin"]) on(this.root, type, ({ target }) => this.#lookAt(target.closest("td, thead th")));
    on(document, "focusin", ({ target }) => this.#leave(target));
    on(this.root, "pointerleave", () => this.#lookAt(null));
    this.form.hidden = false;
    this.status.hidden = false;
    this.#fromAddress();
  }

  #fromAddress() {
    const params = new URLSearchParams(location.search);
    for (const select of this.selects) {
      const asked = fold(params.get(select.name) ?? "");
      const found = [...select.options].find(({ value, text }) => value && [value, text].some((name) => fold(name) === asked));
      select.value = found?.value ?? "";
    }
    const table = this.root.querySelector("table");
    const room = this.root.clientWidth / (table.rows[0].cells.length + 1) > COLUMN;
    const shown = { titles: true, numbers: false }[params.get("show")];
    this.#showTitles(shown ?? room, shown !== undefined);
    this.#filter();
  }

  #changed() {
    this.#address();
    this.#filter();
  }

  #address() {
    const params = new URLSearchParams(location.search);
    const set = (name, value) => (value ? params.set(name, value) : params.delete(name));
    for (const { name, value } of this.selects) set(name, value);
    set("show", this.show);
    showQuery(params.toString());
  }

  #showTitles(on, asked) {
    if (on) this.root.querySelector("[popover]:popover-open")?.hidePopover();
    this.root.classList.toggle("tt-map--titles", on);
    this.button.setAttribute("aria-pressed", String(on));
    if (!asked) return;
    this.show = on ? "titles" : "numbers";
    this.#address();
  }

  /** An open list closes when the focus goes elsewhere than to it or its number. */
  #leave(target) {
    const open = this.root.querySelector("[popover]:popover-open");
    if (open && !open.contains(target) && target.getAttribute("popovertarget") !== open.id) open.hidePopover();
  }

  async #filter() {
    const wanted = Object.fromEntries(this.selects.filter(({ value }) => value).map(({ name, value }) => [name, value]));
    const turn = (this.#turn += 1);
    const filtered = Object.keys(wanted).length > 0;
    if (!filtered && !this.#entries) return;
    try {
      this.#entries ??= await this.#read();
    } catch (error) {
      console.error(error);
      this.status.textContent = "The library's data could not be read, so the map can't be filtered. Load the page again.";
      return;
    }
    if (turn !== this.#turn) return;
    const chosen = this.#entries.filter((entry) => passes(entry, wanted));
    for (const cell of this.cells) cell.show(chosen, wanted);
    const all = this.#entries.length;
    this.status.textContent = filtered ? `${chosen.length} of ${all} pattern${all === 1 ? "" : "s"}` : "";
  }

  async #read() {
    const { entries } = await readData(this.base, "entries");
    return entries.filter(({ kind, levels, status }) => this.kinds.includes(kind) && levels && status !== "removed");
  }

  #lookAt(cell) {
    const at = cell?.closest("[popover]") ? undefined : cell?.cellIndex;
    for (const row of this.root.querySelectorAll("tr")) {
      for (const one of row.cells) one.classList.toggle("tt-map__column", at > 0 && one.cellIndex === at);
    }
  }
}

/** A cell: a number that opens a list or leads to the search, or a gap. */
class Cell {
  constructor(cell) {
    this.cell = cell;
    this.level = Number(cell.closest("tr").dataset.level);
    this.archetype = cell.dataset.archetype;
    this.parts = [...cell.childNodes];
    this.items = [...cell.querySelectorAll("li")];
    this.number = cell.querySelector(".tt-map__number");
    this.href = this.number?.href;
    this.gap = [element("span", { "aria-hidden": "true" }, "–"), element("span", { class: "tt-hidden" }, "none")];
  }

  show(chosen, wanted) {
    if (!this.number) return;
    const here = chosen.filter(
      ({ levels, archetypes }) => levels.includes(this.level) && (!this.archetype || archetypes?.includes(this.archetype)),
    );
    const slugs = new Set(here.map(({ slug }) => slug));
    for (const item of this.items) item.hidden = !slugs.has(item.dataset.slug);
    this.number.textContent = String(here.length);
    this.number.setAttribute("aria-label", this.number.getAttribute("aria-label").replace(/^\d+/, String(here.length)));
    if (this.href) this.number.href = searchFor(this.href, wanted);
    const parts = here.length ? this.parts : this.gap;
    if (this.cell.firstChild !== parts[0]) this.cell.replaceChildren(...parts);
    this.cell.classList.toggle("tt-gap", here.length === 0);
  }
}

/** The address of a search, narrowed to what is asked for; of a level's page, as it is. */
function searchFor(href, wanted) {
  const to = new URL(href);
  if (to.search) for (const [name, value] of Object.entries(wanted)) to.searchParams.set(name, value);
  return to.href;
}

/** Whether an entry is of the domain and as sure as asked for. */
function passes(entry, { domain, confidence }) {
  return (!domain || fold(entry.domain ?? "") === fold(domain)) && (!confidence || String(entry.confidence) === confidence);
}
