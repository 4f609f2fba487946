/**
 * The index: Pagefind and `trimtab/search.json`, fetched once, at the first use of search.
 *
 * @typedef {import("./query.js").State} State
 * @typedef {{id: string, score: number, data: () => Promise<object>}} Hit
 * @typedef {{state: State, hits: Hit[], instead: string[]}} Found  the state as it was understood, what matches it, and
 *   the words of which any was looked for, if others than those typed
 */
import { fold } from "../text.js";
import { fetchJson, openNames } from "./names.js";
import { isIdle, resolve } from "./query.js";
import { correctable, nearest, telling } from "./words.js";

/**
 * A name counts far more than the body, an alias as much as a title. The fields that only label a result
 * count nothing: every pattern bears the word "pattern".
 */
const RANKING = { metaWeights: { title: 20, aliases: 20, summary: 2, kind: 0, level: 0, level_name: 0, confidence: 0 } };
const EXCERPT_WORDS = 28;
/** From how many words on what holds them in this order comes before what only holds them. */
const PHRASE = 3;
/** How many words are asked for alone where nothing has them all. */
const MOST_ALONE = 3;
/** What part of the best word's score another must have to be asked for alone: "people" is everywhere. */
const TELLING = 0.05;
const MARK = /<mark>(.*?)<\/mark>/gs;
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
  const parts = [import(new URL("pagefind/pagefind.js", base)), fetchSettings(base), openNames(base)];
  const [pagefind, settings, names] = await Promise.all(parts);
  await pagefind.options({ baseUrl: base.pathname, excerptLength: EXCERPT_WORDS, ranking: RANKING });
  return new Index(pagefind, settings, names, base);
}

/** The names that search knows. Without the file it still finds words. */
async function fetchSettings(base) {
  const { levels = [], facets = {}, contribute = "" } = await fetchJson(new URL("trimtab/search.json", base));
  return { levels, facets, contribute: contribute && new URL(contribute, base).href };
}

/** The words of the entries' names. */
async function fetchWords(base) {
  const words = await fetchJson(new URL("trimtab/words.json", base));
  return typeof words === "string" ? words.split(" ") : [];
}

class Index {
  #pagefind;
  #names;
  #base;
  #values;
  #words;
  #found = new Map();
  #settled = Promise.resolve();
  #last = { terms: "", reading: null };

  constructor(pagefind, settings, names, base) {
    this.#pagefind = pagefind;
    this.#names = names;
    this.#base = base;
    this.settings = settings;
  }

  /**
   * Do something when all is done that was to be done before it. Pagefind tells of an entry in one object, the marks in
   * which are those of the search that asked for it last: so there is one search at a time, until its results are read.
   *
   * @param {() => Promise<void>} act
   */
  alone(act) {
    const done = this.#settled.then(act);
    this.#settled = done.catch(() => {});
    return done;
  }

  /**
   * What matches a state, best first; with no words, by title.
   *
   * @param {State} asked
   * @returns {Promise<Found>}
   */
  async search(asked) {
    const state = await this.spelled(asked);
    const { terms, filters } = state;
    if (isIdle(state)) return { state, hits: [], instead: [] };
    if (!terms) return { state, hits: await this.#listed(filters), instead: [] };
    const reading = await this.#reading(terms);
    return { state, hits: await this.#matching(reading, filters), instead: reading.instead };
  }

  /**
   * The same, and for each facet how many entries each of its values would give. Values of one facet widen
   * each other, so a facet in use is counted as if it weren't.
   *
   * @param {State} asked
   * @returns {Promise<Found & {counts: Record<string, Record<string, number>>}>}
   */
  async searchAndCount(asked) {
    const all = await this.values();
    const { state, hits, instead } = await this.search(asked);
    const queries = state.terms ? (await this.#reading(state.terms)).queries : [""];
    const count = (filters) => (state.terms || some(filters) ? this.#count(queries, filters) : all);
    const counts = { ...(await count(state.filters)) };
    for (const facet of Object.keys(state.filters)) {
      const { [facet]: own, ...others } = state.filters;
      counts[facet] = (await count(others))[facet];
    }
    return { state, hits, counts, instead };
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

  /**
   * What has the words, best first: who bears them as a name, then what holds them as they follow each other.
   * Pagefind doesn't rank what has a phrase: that is taken from the order for its words.
   */
  async #matching({ queries, name }, filters) {
    const quoted = queries[0].startsWith('"');
    const [results, bearers] = await Promise.all([
      this.#ranked(queries.map((query) => query.replaceAll('"', "")), filters),
      this.#names.bearers(name),
    ]);
    const words = name.split(" ");
    const tells = words.length >= PHRASE && !words.some((word) => this.#names.isCommon(word));
    if (!quoted && !tells) return bearersFirst(results, bearers);
    const whole = new Set((await this.#find(`"${name}"`, filters)).results.map(({ id }) => id));
    const [holding, others] = [results.filter(({ id }) => whole.has(id)), results.filter(({ id }) => !whole.has(id))];
    return bearersFirst(quoted ? holding : [...holding, ...others], bearers);
  }

  /** What matches any of some queries: that first for which they count most, and the more the more of them it matches. */
  async #ranked(queries, filters) {
    const found = await Promise.all(queries.map((query) => this.#find(query, filters)));
    if (found.length === 1) return found[0].results;
    const matching = new Map();
    for (const hit of found.flatMap(({ results }) => results)) matching.set(hit.id, [...(matching.get(hit.id) ?? []), hit]);
    const hits = [...matching.values()].map((same) => ({
      ...same[0],
      score: same.length * same.reduce((sum, { score }) => sum + score, 0),
    }));
    return hits.sort((one, other) => other.score - one.score);
  }

  /** How many entries that match any of some queries have each value: those of each, less those that were counted twice. */
  async #count(queries, filters) {
    const total = {};
    for (let chosen = 1; chosen < 2 ** queries.length; chosen += 1) {
      const together = queries.filter((_, at) => chosen & (1 << at));
      const sign = together.length % 2 ? 1 : -1;
      const { filters: counts } = await this.#find(together.join(" "), filters);
      for (const [facet, values] of Object.entries(counts)) {
        total[facet] ??= {};
        for (const [value, count] of Object.entries(values)) total[facet][value] = (total[facet][value] ?? 0) + sign * count;
      }
    }
    return total;
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
   * The words as they are asked for: without faults and without little words; where nothing has them all, each alone.
   *
   * @returns {Promise<{queries: string[], name: string, instead: string[]}>}  `name` is what an entry that is looked for
   *   by its name would be called
   */
  #reading(terms) {
    if (this.#last.terms !== terms) {
      this.#found.clear();
      this.#last = { terms, reading: this.#read(terms) };
    }
    return this.#last.reading;
  }

  async #read(terms) {
    const bare = terms.replaceAll('"', " ").trim();
    if (isPhrase(terms)) return { queries: [`"${bare}"`], name: bare, instead: [] };
    const typed = bare.split(/\s+/);
    const text = await this.#bestText(typed);
    const words = await Promise.all(typed.map((word) => (text.includes(` ${fold(word)}`) ? word : this.#meant(word))));
    const meant = words.join(" ");
    const told = this.#telling(words);
    const query = await this.#spelling(told.join(" "));
    const found = told.length < 2 || (await this.#find(query, {})).results.length > 0;
    const some = found ? [] : await this.#strongest(told);
    if (some.length) return { queries: some, name: fold(meant), instead: some };
    return { queries: [query], name: fold(meant), instead: meant === typed.join(" ") ? [] : [meant] };
  }

  /** The words that tell something in this library, or those that do elsewhere where none does. */
  #telling(words) {
    const told = telling(words, document.documentElement.lang || "en");
    const rare = told.filter((word) => !this.#names.isCommon(word));
    return rare.length ? rare : told;
  }

  /** What the likeliest entry says. Its words have no fault, so that most queries need no further look. */
  async #bestText(typed) {
    const [best] = (await this.#find(await this.#spelling(this.#telling(typed).join(" ")), {})).results;
    const { content = "", meta = {} } = best ? await best.data() : {};
    return ` ${fold([content, meta.title, meta.aliases].join(" "))}`;
  }

  /** A word without its fault. Only one that is in no text has a fault, and no name or text begins with it. */
  async #meant(word) {
    if (!correctable(word) || this.#names.isCommon(word) || (await this.#knows(word))) return word;
    this.#words ??= fetchWords(this.#base);
    const near = nearest(word, await this.#words);
    if (!near) return word;
    const [hit] = (await this.#find(fold(word), {})).results;
    const marks = hit ? (await hit.data()).excerpt.matchAll(MARK) : [];
    return [...marks].some(([, mark]) => fold(mark).startsWith(fold(word))) ? word : near;
  }

  /** Whether a word is in a text. Pagefind looks for one in quotes as it stands, for another with words that begin alike. */
  async #knows(word) {
    return (await this.#find(`"${fold(word)}"`, {})).results.length > 0;
  }

  /** Of words that no entry has all of, the few that tell most, as they were typed. */
  async #strongest(words) {
    const score = async (word) =>
      !correctable(word) || (await this.#knows(word)) ? ((await this.#find(word, {})).results[0]?.score ?? 0) : 0;
    const scores = new Map(await Promise.all([...new Set(words)].map(async (word) => [word, await score(word)])));
    const ordered = [...scores].sort(([, one], [, other]) => other - one).slice(0, MOST_ALONE);
    const strong = new Set(ordered.filter(([, best]) => best > ordered[0][1] * TELLING).map(([word]) => word));
    return [...scores.keys()].filter((word) => strong.has(word));
  }

  /**
   * The words as Pagefind knows them. Of "Don't-Lose" it knows dontlose, don, t and lose, of "Short Checkpoint" no
   * shortcheckpoint: so of the ways to read a hyphen or an apostrophe, the one with the best hit.
   */
  async #spelling(words) {
    const spellings = spellingsOf(words);
    const best = async (query) => (spellings.length > 1 ? ((await this.#find(query, {})).results[0]?.score ?? 0) : 0);
    const scored = await Promise.all(spellings.map(async (query) => ({ query, score: await best(query) })));
    return scored.reduce((one, other) => (other.score > one.score ? other : one)).query;
  }

  /** A filter that all entries pass: Pagefind finds nothing where it has neither words nor filters. */
  #every() {
    const kinds = Object.keys(this.settings.facets.kind ?? {});
    return kinds.length ? { kind: kinds } : {};
  }

  /** What Pagefind finds. For one query the same is asked several times, and costs as much each time. */
  #find(query, filters) {
    const key = JSON.stringify([query, filters]);
    if (!this.#found.has(key)) this.#found.set(key, this.#ask(query, filters));
    return this.#found.get(key);
  }

  async #ask(query, filters) {
    const narrowed = query || some(filters) ? filters : this.#every();
    const wanted = Object.entries(narrowed).map(([facet, values]) => [facet, { any: values }]);
    const options = { filters: Object.fromEntries(wanted), sort: query ? {} : BY_TITLE };
    const found = await this.#pagefind.search(query || NO_WORD, options);
    return query || some(found.filters) ? found : this.#pagefind.search(null, options);
  }
}

/** What Pagefind tells of some hits. */
export function read(hits) {
  return Promise.all(hits.map((hit) => hit.data()));
}

function some(filters) {
  return Object.keys(filters).length > 0;
}

/** Whether all the words stand in quotes. A single word doesn't need them. */
function isPhrase(terms) {
  return /^\s*"[^"]*\s[^"]*"\s*$/s.test(terms);
}

/** The ways to ask Pagefind for words. */
function spellingsOf(words) {
  const parted = words.replace(HYPHENS, " ");
  return [...new Set([parted, words, parted.replace(APOSTROPHES, " ")])];
}

/** Pagefind can't tell "Goals" from "Drifting Goals" when asked for goals: put the bearers of the very name first. */
function bearersFirst(hits, bearers) {
  const first = bearers.map((bearer) => hits.find(({ id }) => id === bearer)).filter(Boolean);
  return first.length ? [...first, ...hits.filter((hit) => !first.includes(hit))] : hits;
}
