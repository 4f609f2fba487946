/**
 * The index: Pagefind and `trimtab/search.json`, fetched once, at the first use of search.
 *
 * @typedef {import("./query.js").State} State
 * @typedef {{data: () => Promise<object>, matchedMetaFields?: string[]}} Hit
 */
import { fold, resolve } from "./query.js";

/**
 * A name counts far more than the body, an alias as much as a title. The fields that only label a result
 * count nothing: every pattern bears the word "pattern".
 */
const RANKING = { metaWeights: { title: 20, aliases: 20, summary: 2, kind: 0, level: 0, level_name: 0, confidence: 0 } };
/** How many entries whose names hold the words are looked at for one that bears exactly that name. */
const NAMESAKES = 12;
const EXCERPT_WORDS = 28;
/** Order of what is listed without words; pages give it with `data-pagefind-sort="title"`. */
const BY_TITLE = { title: "asc" };

let opening;

/**
 * The index of the site at an address, fetched once. A failure isn't kept, so that the next use tries again.
 *
 * @param {URL} base  the root of the site
 */
export function openIndex(base) {
  opening ??= fetchIndex(base).catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function fetchIndex(base) {
  const [pagefind, settings] = await Promise.all([import(new URL("pagefind/pagefind.js", base)), fetchSettings(base)]);
  await pagefind.options({ baseUrl: base.pathname, excerptLength: EXCERPT_WORDS, ranking: RANKING });
  return new Index(pagefind, settings);
}

/** The names that search knows. Without the file it still finds words. */
async function fetchSettings(base) {
  try {
    const response = await fetch(new URL("trimtab/search.json", base));
    const { levels = [], facets = {}, contribute = "" } = response.ok ? await response.json() : {};
    return { levels, facets, contribute: contribute && new URL(contribute, base).href };
  } catch {
    return { levels: [], facets: {}, contribute: "" };
  }
}

class Index {
  #pagefind;
  #values;

  constructor(pagefind, settings) {
    this.#pagefind = pagefind;
    this.settings = settings;
  }

  /**
   * What matches a state, best first; with no words, by title.
   *
   * @param {State} state
   * @returns {Promise<{state: State, hits: Hit[]}>}  the state as it was understood
   */
  async search(asked) {
    const state = await this.spelled(asked);
    if (!state.terms && !Object.keys(state.filters).length) return { state, hits: [] };
    return { state, hits: state.terms ? await this.#matching(state) : await this.#listed(state.filters) };
  }

  /** The state with its values as the index spells them: a prefix, a slug or a label will do to ask. */
  async spelled({ terms, filters }) {
    const some = Object.keys(filters).length > 0;
    return { terms, filters: some ? resolve(filters, await this.values(), this.settings.facets) : {} };
  }

  /**
   * For each facet, how many entries each of its values would give. Values of one facet widen each other,
   * so a facet in use is counted as if it weren't.
   *
   * @param {State} state
   * @returns {Promise<Record<string, Record<string, number>>>}
   */
  async counts({ terms, filters }) {
    const all = await this.values();
    const count = async (wanted) => (await this.#find(words(terms), wanted)).filters;
    const narrowed = terms || Object.keys(filters).length ? await count(filters) : all;
    const counts = { ...narrowed };
    for (const facet of Object.keys(filters)) {
      const { [facet]: own, ...others } = filters;
      counts[facet] = (terms || Object.keys(others).length ? await count(others) : all)[facet] ?? {};
    }
    return counts;
  }

  /** Every value of every facet, with its number of entries. */
  values() {
    this.#values ??= this.#pagefind.filters();
    return this.#values;
  }

  /** What has the words, best first. Pagefind doesn't rank what has a phrase: that is taken from the order for its words. */
  async #matching({ terms, filters }) {
    const query = words(terms);
    const { results } = await this.#find(query.replaceAll('"', ""), filters);
    if (!query.startsWith('"')) return namesakesFirst(results, fold(terms));
    const phrase = new Set((await this.#find(query, filters)).results.map(({ id }) => id));
    return namesakesFirst(results.filter(({ id }) => phrase.has(id)), fold(terms));
  }

  /** All that have the filters, by title; a level stands before what acts at it. */
  async #listed(filters) {
    const { results } = await this.#find("", filters);
    if (!filters.level || filters.kind) return results;
    const levels = await this.#find("", { ...filters, kind: ["level"] });
    const first = new Set(levels.results.map(({ id }) => id));
    return [...results.filter(({ id }) => first.has(id)), ...results.filter(({ id }) => !first.has(id))];
  }

  #find(query, filters) {
    const wanted = Object.entries(filters).map(([facet, values]) => [facet, { any: values }]);
    const options = { filters: Object.fromEntries(wanted) };
    return this.#pagefind.search(query || null, query ? options : { ...options, sort: BY_TITLE });
  }
}

/** The words as Pagefind takes them: a phrase keeps its quotes, one word doesn't need them, and a hyphen parts words. */
function words(terms) {
  const bare = terms.replaceAll('"', " ").replace(/(?<=[\p{L}\p{N}])[-‐–](?=[\p{L}\p{N}])/gu, " ").trim();
  return /^\s*".+"\s*$/s.test(terms) && bare.includes(" ") ? `"${bare}"` : bare;
}

/** Pagefind can't tell "Goals" from "Drifting Goals" when asked for goals: put the bearer of the very name first. */
async function namesakesFirst(hits, name) {
  const named = hits.filter(({ matchedMetaFields: fields }) => fields?.some((field) => field === "title" || field === "aliases"));
  const bearers = await Promise.all(named.slice(0, NAMESAKES).map(async (hit) => ({ hit, rank: likeness((await hit.data()).meta, name) })));
  const first = bearers.filter(({ rank }) => rank > 0).sort((one, other) => other.rank - one.rank).map(({ hit }) => hit);
  return first.length ? [...first, ...hits.filter((hit) => !first.includes(hit))] : hits;
}

function likeness({ title = "", aliases = "" }, name) {
  if (fold(title) === name) return 2;
  return aliases.split(";").some((alias) => fold(alias) === name) ? 1 : 0;
}
