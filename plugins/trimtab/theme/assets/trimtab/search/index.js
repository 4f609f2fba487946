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
/**
 * No word at all. Pagefind 1.5 fetches its whole index for `null` (github.com/Pagefind/pagefind/pull/1317);
 * this character is a blank to its search but not to its script, so it fetches nothing and finds everything.
 */
const NO_WORD = "\u0085";
const HYPHENS = /(?<=[\p{L}\p{N}])[-‐–](?=[\p{L}\p{N}])/gu;
const APOSTROPHES = /(?<=[\p{L}\p{N}])['’](?=[\p{L}\p{N}])/gu;

let opening;

/**
 * The index of the site at an address, fetched once. A failure lasts until the page is loaded anew.
 *
 * @param {URL} base  the root of the site
 */
export function openIndex(base) {
  opening ??= fetchIndex(base);
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
  #lastQuery = { terms: "", query: "" };

  constructor(pagefind, settings) {
    this.#pagefind = pagefind;
    this.settings = settings;
  }

  /**
   * What matches a state, best first; with no words, by title.
   *
   * @param {State} asked
   * @returns {Promise<{state: State, hits: Hit[]}>}  the state as it was understood
   */
  async search(asked) {
    const state = await this.spelled(asked);
    const { terms, filters } = state;
    if (!terms && !some(filters)) return { state, hits: [] };
    return { state, hits: terms ? await this.#matching(terms, filters) : await this.#listed(filters) };
  }

  /**
   * The same, and for each facet how many entries each of its values would give. Values of one facet widen
   * each other, so a facet in use is counted as if it weren't.
   *
   * @param {State} asked
   * @returns {Promise<{state: State, hits: Hit[], counts: Record<string, Record<string, number>>}>}
   */
  async searchAndCount(asked) {
    const all = await this.values();
    const { state, hits } = await this.search(asked);
    const query = state.terms && (await this.#query(state.terms));
    const count = async (filters) => (query || some(filters) ? (await this.#find(query, filters)).filters : all);
    const counts = { ...(await count(state.filters)) };
    for (const facet of Object.keys(state.filters)) {
      const { [facet]: own, ...others } = state.filters;
      counts[facet] = (await count(others))[facet];
    }
    return { state, hits, counts };
  }

  /** The state with its values as the index spells them: a prefix, a slug or a label will do to ask. */
  async spelled({ terms, filters }) {
    return { terms, filters: some(filters) ? resolve(filters, await this.values(), this.settings.facets) : {} };
  }

  /** Every value of every facet, with its number of entries. */
  values() {
    this.#values ??= this.#pagefind.filters();
    return this.#values;
  }

  /** What has the words, best first. Pagefind doesn't rank what has a phrase: that is taken from the order for its words. */
  async #matching(terms, filters) {
    const query = await this.#query(terms);
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

  /**
   * The words as they are best asked for. Of "Don't-Lose" Pagefind knows dontlose, don, t and lose, of
   * "Short Checkpoint" no shortcheckpoint: so of the ways to read a hyphen or an apostrophe, the one with the best hit.
   */
  async #query(terms) {
    if (this.#lastQuery.terms === terms) return this.#lastQuery.query;
    const readings = readingsOf(terms);
    const best = async (query) => (readings.length > 1 ? ((await this.#find(query, {})).results[0]?.score ?? 0) : 0);
    const scored = await Promise.all(readings.map(async (query) => ({ query, score: await best(query) })));
    const { query } = scored.reduce((one, other) => (other.score > one.score ? other : one));
    this.#lastQuery = { terms, query };
    return query;
  }

  async #find(query, filters) {
    const wanted = Object.entries(filters).map(([facet, values]) => [facet, { any: values }]);
    const options = { filters: Object.fromEntries(wanted), sort: query ? {} : BY_TITLE };
    const found = await this.#pagefind.search(query || NO_WORD, options);
    return query || some(found.filters) ? found : this.#pagefind.search(null, options);
  }
}

function some(filters) {
  return Object.keys(filters).length > 0;
}

/** The ways to ask Pagefind for the words. A phrase keeps its quotes, a single word doesn't need them. */
function readingsOf(terms) {
  const bare = terms.replaceAll('"', " ").trim();
  if (/^\s*".+"\s*$/s.test(terms) && /\s/.test(bare)) return [`"${bare}"`];
  const parted = bare.replace(HYPHENS, " ");
  return [...new Set([parted, bare, parted.replace(APOSTROPHES, " ")])];
}

/** Pagefind can't tell "Goals" from "Drifting Goals" when asked for goals: put the bearer of the very name first. */
async function namesakesFirst(hits, name) {
  const named = hits.filter(({ matchedMetaFields: fields }) => fields?.some((field) => field === "title" || field === "aliases"));
  const bearers = await Promise.all(
    named.slice(0, NAMESAKES).map(async (hit) => ({ hit, rank: likeness((await hit.data()).meta, name) })),
  );
  const first = bearers.filter(({ rank }) => rank > 0).sort((one, other) => other.rank - one.rank).map(({ hit }) => hit);
  return first.length ? [...first, ...hits.filter((hit) => !first.includes(hit))] : hits;
}

function likeness({ title = "", aliases = "" }, name) {
  if (fold(title) === name) return 2;
  return aliases.split(";").some((alias) => fold(alias) === name) ? 1 : 0;
}
