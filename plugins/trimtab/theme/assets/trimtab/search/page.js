/** The search page: words, facets and results, with the address saying what is shown. */
import { button, element } from "../instruments/dom.js";
import { OUT_OF_ORDER } from "./box.js";
import { openIndex, read } from "./index.js";
import { fromParams, isIdle, levelsNamed, parseQuery, toParams, without } from "./query.js";
import { countedFor, dropButton, fullLabel, label, literalOffer, nothingFound, resultItem } from "./results.js";

/** How many results are shown at first, and how many each time more are asked for: each is some 8 kB to fetch. */
const FIRST = 8;
const STEP = 12;
const PAUSE = 150;
/** The width, in px, from which the facets stand beside the results; as in search.css. */
const WIDE = 640;
const VITALITY = ["generative", "sustaining", "functional", "extractive"];

/**
 * Make a search page work until it is left.
 *
 * @param {HTMLElement} page
 * @param {{base: URL}} site
 * @param {AbortSignal} signal  aborted when the page is left
 */
export async function attach(page, site, signal) {
  const view = new SearchPage(page, signal);
  try {
    view.start(await openIndex(site.base));
  } catch (error) {
    console.error(error);
    view.status.textContent = OUT_OF_ORDER;
  }
}

class SearchPage {
  #turn = 0;
  #timer = 0;
  #chosen = {};
  #named = "";
  #shown = { terms: "", filters: {} };
  #hits = [];
  #instead = [];
  #listed = 0;

  constructor(page, signal) {
    const part = (name) => page.querySelector(`.tt-search-${name}`);
    this.signal = signal;
    this.path = location.pathname;
    this.title = document.title;
    this.form = part("form");
    this.input = part("input");
    this.status = part("status");
    this.chips = part("chips");
    this.note = part("note");
    this.list = part("results");
    this.none = part("none");
    this.more = part("more");
    this.panel = part("filters");
    this.used = part("filters__count");
    this.facets = new Map([...page.querySelectorAll("[data-facet]")].map((facet) => [facet.dataset.facet, facet]));
    this.input.value = fromParams(location.search).terms;
    this.form.hidden = false;
    part("lists").hidden = true;
    this.#fitPanel(page);
  }

  start(index) {
    this.index = index;
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal: this.signal });
    on(window, "popstate", () => this.#fromAddress());
    on(this.input, "input", () => this.#later());
    on(this.input, "change", () => this.#settle());
    on(this.form, "submit", (event) => {
      event.preventDefault();
      this.#settle();
    });
    on(this.form, "change", ({ target }) => {
      if (target.name in Object.fromEntries(this.facets)) this.#toggle(target.name, target.value, target.checked);
    });
    on(this.more, "click", () => this.#listMore());
    // What was typed while the index was on its way stays.
    const typed = this.input.value;
    return this.#fromAddress(typed === fromParams(location.search).terms ? undefined : typed);
  }

  /** On a wide page the facets are always open; on a phone they wait behind a button. */
  #fitPanel(page) {
    let wide = null;
    const fit = new ResizeObserver(() => {
      const now = page.clientWidth >= WIDE;
      if (now !== wide) this.panel.open = now;
      wide = now;
    });
    fit.observe(page);
    this.signal.addEventListener("abort", () => fit.disconnect());
  }

  async #fromAddress(typed) {
    if (location.pathname !== this.path) return;
    const { levels } = this.index.settings;
    const { terms, filters } = fromParams(location.search, levels);
    this.input.value = typed ?? terms;
    this.#chosen = filters;
    await this.#settle({ push: false });
  }

  #understood() {
    return parseQuery(this.input.value, this.index.settings.levels, this.#chosen);
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#notice();
      this.#show(this.#understood(), { push: false });
    }, PAUSE);
  }

  /** Typing is done: typed filters move out of the field into the facets. */
  #settle({ push = true } = {}) {
    clearTimeout(this.#timer);
    this.#notice();
    return this.#take(this.#understood(), { push });
  }

  #take(state, { push = true } = {}) {
    this.#chosen = state.filters;
    this.input.value = state.terms;
    return this.#show(state, { push });
  }

  /** Remember the level's name that was typed, to offer it as words too. */
  #notice() {
    const text = this.input.value.trim();
    if (text) this.#named = !this.#chosen.level && levelsNamed(text, this.index.settings.levels).length ? text : "";
  }

  async #toggle(facet, value, on) {
    const { terms, filters } = await this.index.spelled(this.#understood());
    const values = filters[facet] ?? [];
    const changed = { terms, filters: { ...filters, [facet]: [...values, value] } };
    this.#named = "";
    this.#take(on ? changed : without({ terms, filters }, facet, value));
  }

  async #show(wanted, { push }) {
    const turn = (this.#turn += 1);
    const late = () => turn !== this.#turn || this.signal.aborted;
    try {
      await this.index.alone(async () => {
        if (late()) return;
        const { state, hits, counts, instead } = await this.index.searchAndCount(wanted);
        if (late()) return;
        const found = await read(hits.slice(0, FIRST));
        if (late()) return;
        // Values now as the index spells them, unless the reader has changed them meanwhile.
        if (this.#chosen === wanted.filters) this.#chosen = state.filters;
        this.#shown = state;
        this.#hits = hits;
        this.#instead = instead;
        this.#address(state, push);
        this.#showFacets(counts, state.filters);
        this.#showUse(state);
        this.#showResults(found);
      });
    } catch (error) {
      console.error(error);
      if (turn === this.#turn) this.status.textContent = OUT_OF_ORDER;
    }
  }

  #address(state, push) {
    const params = toParams(state);
    document.title = [inWords(state, this.index.settings), this.title].filter(Boolean).join(" - ");
    if (params === location.search.slice(1)) return;
    const address = `${location.pathname}${params && `?${params}`}${location.hash}`;
    if (push) history.pushState(null, "", address);
    else history.replaceState(history.state, "", address);
  }

  #showFacets(counts, filters) {
    const focused = document.activeElement;
    for (const [facet, box] of this.facets) {
      const chosen = filters[facet] ?? [];
      if (chosen.length && !box.querySelector("input:checked")) box.open = true;
      const number = (value) => counts[facet]?.[value] ?? 0;
      const given = Object.keys(counts[facet] ?? {}).filter((value) => number(value) > 0);
      const values = inOrder(facet, [...new Set([...given, ...chosen])], this.index.settings);
      const choices = values.map((value) => this.#choice(box, facet, value, number(value), chosen.includes(value)));
      arrange(box.querySelector("fieldset"), choices);
      box.hidden = choices.length === 0;
      if (focused && !focused.isConnected && focused.name === facet) box.querySelector("summary").focus();
    }
    const used = Object.values(filters).flat().length;
    this.used.textContent = used ? `(${used})` : "";
  }

  /** The choice of a value: the one that is there, or a new one. */
  #choice(box, facet, value, count, checked) {
    const there = [...box.querySelectorAll("input")].find((input) => input.value === value);
    const choice = there?.parentElement ?? newChoice(facet, value, label(this.index.settings, facet, value));
    choice.querySelector("input").checked = checked;
    choice.querySelector(".tt-search-count").textContent = String(count);
    return choice;
  }

  #showUse({ terms, filters }) {
    const { settings } = this.index;
    const used = Object.entries(filters).flatMap(([facet, values]) => values.map((value) => [facet, value]));
    const drop = (facet, value) => this.#drop(facet, value);
    const onclick = () => {
      this.#take({ terms, filters: {} });
      this.input.focus();
    };
    const clear = button("Clear filters", onclick, { class: "tt-search-clear" });
    const chips = used.map(([facet, value]) => element("li", {}, dropButton(settings, facet, value, drop)));
    this.chips.replaceChildren(...chips, ...(used.length > 1 ? [element("li", {}, clear)] : []));
    this.chips.hidden = used.length === 0;
    const offered = this.#named && !terms;
    this.note.replaceChildren(...(offered ? [literalOffer(this.#named, (words) => this.#literally(words))] : []));
    this.note.hidden = !offered;
  }

  async #drop(facet, value) {
    this.#named = "";
    this.#take(without(await this.index.spelled(this.#understood()), facet, value));
    this.input.focus();
  }

  #literally(words) {
    const { level, ...others } = this.#chosen;
    this.#named = "";
    this.#take({ terms: words, filters: others });
    this.input.focus();
  }

  #showResults(found) {
    const { terms } = this.#shown;
    const idle = isIdle(this.#shown);
    const nothing = !idle && this.#hits.length === 0;
    this.list.replaceChildren(...found.map((data) => resultItem(data, this.#instead.join(" ") || terms)));
    this.#listed = found.length;
    this.status.textContent = idle ? "Type words, or choose a filter." : countedFor(this.#hits.length, terms, this.#instead);
    const drop = (facet, value) => this.#drop(facet, value);
    this.none.replaceChildren(...(nothing ? nothingFound(this.#shown, this.index.settings, drop) : []));
    this.none.hidden = !nothing;
    this.#offerMore();
  }

  async #listMore() {
    const turn = this.#turn;
    await this.index.alone(async () => {
      if (turn !== this.#turn) return;
      const found = await read(this.#hits.slice(this.#listed, this.#listed + STEP));
      if (turn !== this.#turn) return;
      const items = found.map((data) => resultItem(data, this.#instead.join(" ") || this.#shown.terms));
      this.list.append(...items);
      this.#listed += items.length;
      this.#offerMore();
      items[0]?.querySelector("a").focus();
    });
  }

  #offerMore() {
    const left = this.#hits.length - this.#listed;
    this.more.hidden = left <= 0;
    this.more.textContent = `Show ${Math.min(left, STEP)} more`;
  }
}

function newChoice(facet, value, name) {
  const input = element("input", { type: "checkbox", name: facet, value });
  const text = element("span", { class: "tt-search-choice__text" }, name);
  return element("label", { class: "tt-search-choice" }, input, text, element("span", { class: "tt-search-count" }));
}

/** Put choices after the legend, in order. What stays is never moved, so that focus and scrolling stay too. */
function arrange(holder, choices) {
  for (const choice of holder.querySelectorAll("label")) if (!choices.includes(choice)) choice.remove();
  let before = holder.firstElementChild;
  for (const choice of choices) {
    if (before.nextElementSibling !== choice) before.after(choice);
    before = choice;
  }
}

function inWords({ terms, filters }, settings) {
  const used = Object.entries(filters).flatMap(([facet, values]) => values.map((value) => fullLabel(settings, facet, value)));
  return [terms, ...used].filter(Boolean).join(", ");
}

/** A facet's values as a reader looks for them: strongest first, or as the library orders them, or by name. */
function inOrder(facet, values, settings) {
  const orders = { vitality: VITALITY, kind: Object.keys(settings.facets.kind ?? {}) };
  const place = (value) => (orders[facet]?.includes(value) ? orders[facet].indexOf(value) : Infinity);
  const name = (value) => label(settings, facet, value);
  if (facet === "level") return values.sort((one, other) => one - other);
  if (facet === "confidence") return values.sort((one, other) => other - one);
  const byName = (one, other) => name(one).localeCompare(name(other));
  return values.sort((one, other) => (place(one) === place(other) ? byName(one, other) : place(one) - place(other)));
}
