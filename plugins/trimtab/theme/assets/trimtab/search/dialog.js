/** Search from anywhere: results while typing, in a list to choose from by keyboard or pointer. */
import { OUT_OF_ORDER } from "./box.js";
import { openIndex, read } from "./index.js";
import { isIdle, levelsNamed, parseQuery, toParams } from "./query.js";
import { counted, countedFor, fullLabel, literalOffer, nothingFound, resultOption } from "./results.js";

/** How many results are listed: each is some 8 kB to fetch. */
const MOST = 6;
const PAUSE = 120;
const attached = new WeakSet();

/**
 * Make an open dialog work; once is enough.
 *
 * @param {HTMLDialogElement} dialog
 * @param {{base: URL, page: string}} site
 */
export function attach(dialog, site) {
  if (attached.has(dialog)) return;
  attached.add(dialog);
  new Chooser(dialog, site);
}

class Chooser {
  #turn = 0;
  #timer = 0;
  #settled = Promise.resolve();
  #active = null;

  constructor(dialog, site) {
    const part = (name) => dialog.querySelector(`.tt-search-${name}`);
    this.dialog = dialog;
    this.site = site;
    this.input = part("input");
    this.list = part("listbox");
    this.status = part("status");
    this.note = part("note");
    this.none = part("none");
    this.all = part("all");
    this.all.href = site.page;
    this.input.addEventListener("input", () => this.#later());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    part("form").addEventListener("submit", (event) => event.preventDefault());
    dialog.addEventListener("click", (event) => this.#onClick(event));
    this.#now();
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), PAUSE);
  }

  #now() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#settled = this.#update();
  }

  async #update() {
    const turn = (this.#turn += 1);
    const text = this.input.value.trim();
    try {
      const index = await openIndex(this.site.base);
      this.#fitHint(index.settings);
      await index.alone(async () => {
        if (turn !== this.#turn) return;
        const { state, hits, instead } = await index.search(parseQuery(text, index.settings.levels));
        if (turn !== this.#turn) return;
        const found = await read(hits.slice(0, MOST));
        if (turn === this.#turn) this.#show({ text, state, instead, found, total: hits.length, settings: index.settings });
      });
    } catch (error) {
      console.error(error);
      if (turn === this.#turn) this.status.textContent = OUT_OF_ORDER;
    }
  }

  #show({ text, state, instead, found, total, settings }) {
    const words = instead.join(" ") || state.terms;
    this.#activate(null);
    this.list.replaceChildren(...found.map((data, at) => resultOption(data, words, `tt-search-option-${at}`)));
    this.list.hidden = found.length === 0;
    this.list.scrollTop = 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    const idle = isIdle(state);
    this.status.textContent = idle ? "" : inWords(total, state, instead, settings);
    const offered = levelsNamed(text, settings.levels).length > 0;
    this.note.replaceChildren(...(offered ? [literalOffer(text, (words) => this.#ask(words))] : []));
    this.note.hidden = !offered;
    const drop = (facet, value) => this.#drop(state, facet, value);
    this.none.replaceChildren(...(idle || total ? [] : nothingFound(state, settings, drop)));
    this.none.hidden = !this.none.hasChildNodes();
    const params = toParams(state);
    this.all.href = params ? `${this.site.page}?${params}` : this.site.page;
    this.all.textContent = total > found.length ? `All ${counted(total)}` : "Search with filters";
  }

  /** Leave in the hint only what the library has. */
  #fitHint({ levels, facets }) {
    const part = (name) => this.dialog.querySelector(`.tt-search-${name}`);
    const [kind] = Object.keys(facets.kind ?? {});
    if (!levels.length) part("levels")?.remove();
    if (kind) part("kind").textContent = `kind:${kind}`;
  }

  #ask(text) {
    this.input.value = text;
    this.input.focus();
    this.#now();
  }

  /** Without one filter: what is left of the others moves to the end of the words. */
  #drop({ terms, filters }, facet, value) {
    const left = Object.entries(filters).flatMap(([key, values]) => values.map((one) => [key, one]));
    const kept = left.filter(([key, one]) => key !== facet || one !== value).map(([key, one]) => `${key}:"${one}"`);
    this.#ask([terms, ...kept].filter(Boolean).join(" "));
  }

  #onKey(event) {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      this.#move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#choose(event);
    }
  }

  /** One option on or back; past either end stands the field itself. */
  #move(step) {
    const stops = [null, ...this.list.children];
    const at = stops.indexOf(this.#active) + step;
    this.#activate(stops[(at + stops.length) % stops.length]);
  }

  #activate(option) {
    this.#active?.setAttribute("aria-selected", "false");
    this.#active = option;
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** Open the active option or the first. What was typed last counts, even if its results are still to come. */
  async #choose({ ctrlKey, metaKey }) {
    if (!this.input.value.trim()) return;
    if (this.#timer) this.#now();
    await this.#settled;
    const target = this.#active ?? this.list.firstElementChild ?? this.all;
    target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey }));
  }

  #onClick(event) {
    if (event.target === this.dialog) this.dialog.close();
    else if (event.target.closest("a") && !event.ctrlKey && !event.metaKey && !event.shiftKey) this.dialog.close();
  }
}

function inWords(total, { terms, filters }, instead, settings) {
  const used = Object.entries(filters).flatMap(([facet, values]) => values.map((value) => fullLabel(settings, facet, value)));
  return countedFor(total, terms, instead, used.length ? ` in ${used.join(", ")}` : "");
}
