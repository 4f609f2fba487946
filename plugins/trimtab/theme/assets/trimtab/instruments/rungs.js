/** The twelve levels with what stands on each: the ladders that `site/ladders.py` makes for some pages, for any entry. */
import { ask } from "../site.js";
import { address, element, entryLink } from "./dom.js";

/** What is said where `readData` fails. */
export const UNREADABLE = "The library's data could not be read. Load the page again, or read on below.";
/** How many patterns a rung shows before the others wait behind a summary. */
const SHOWN = 8;

/** A file of `api/v1/`. */
export async function readData(base, name) {
  return (await ask(new URL(`api/v1/${name}.json`, base))).json();
}

/** Make an instrument of some of these files, unless its page has been left; where they can't be read, say so. */
export async function withData(root, { base, signal }, names, make) {
  try {
    const data = await Promise.all(names.map((name) => readData(base, name)));
    if (!signal.aborted) make(...data);
  } catch (error) {
    console.error(error);
    root.querySelector(".tt-status").textContent = UNREADABLE;
  }
}

/** The form in which names are compared; as `fold` in `core/words.py`. */
export function fold(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, "");
}

const byTitle = (one, other) => order(fold(one.title), fold(other.title));
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** A library as seen across its levels. */
export class Ladders {
  #graph;
  #bySlug = new Map();

  /**
   * @param {Object} data `entries.json`.
   * @param {Object} [graph] `graph.json`, which only the ladders of patterns need.
   */
  constructor({ levels, entries }, graph = { types: {}, relations: [] }) {
    /** Strongest first. */
    this.levels = [...levels].reverse();
    this.entries = entries;
    this.#graph = graph;
    for (const entry of entries) if (!this.#bySlug.has(entry.slug)) this.#bySlug.set(entry.slug, entry);
  }

  /** The entry of a slug. */
  entry(slug) {
    return this.#bySlug.get(slug);
  }

  /** The entries that have a ladder to show, by title: archetypes, cases, and whatever stands at a level. */
  subjects() {
    const helped = new Set(this.entries.filter(isPattern).flatMap(({ archetypes }) => archetypes ?? []));
    const told = {
      archetype: (entry) => helped.has(entry.slug) || entry.levels_that_help || entry.levels_that_worsen,
      case: (entry) => entry.interventions || entry.archetypes?.some((name) => helped.has(name)),
      level: () => false,
    };
    const all = [...this.#bySlug.values()].filter(({ status }) => status !== "removed").sort(byTitle);
    return all.filter((entry) => (told[entry.kind] ?? (({ levels }) => levels))(entry));
  }

  /** The rungs of an entry, strongest first, each with what stands there. */
  rungs(entry) {
    const patterns = this.#patterns(entry);
    return this.levels.map((level) => ({
      level,
      ...at(level.number, patterns),
      done: (entry.interventions ?? []).filter((done) => done.level === level.number),
      usually: usually(entry, level.number),
    }));
  }

  /** The patterns that help with some archetypes, by title. */
  patternsFor(archetypes) {
    return this.entries
      .filter((entry) => isPattern(entry) && shared(entry.archetypes, archetypes))
      .sort(byTitle);
  }

  /** The patterns at a level, those that have it as primary level first. */
  patternsAt(number) {
    return at(number, this.entries.filter(isPattern).sort(byTitle));
  }

  #patterns(entry) {
    if (entry.kind === "archetype") return this.patternsFor([entry.slug]).filter((other) => other !== entry);
    if (entry.kind === "case") return this.patternsFor(entry.archetypes ?? []);
    return [entry, ...this.#akin(entry)];
  }

  /** Patterns that work on the same thing, those with most in common first; as in `core/kin.py`. */
  #akin(entry) {
    const related = this.#related(entry);
    const common = (other) =>
      2 * shared(entry.archetypes, other.archetypes) +
      shared(entry.mental_models, other.mental_models) +
      (related.get(other.slug) ?? 0);
    return [...this.#bySlug.values()]
      .filter((other) => other !== entry && isMove(other))
      .map((other) => ({ other, weight: common(other) }))
      .filter(({ weight }) => weight > 0)
      .sort((a, b) => b.weight - a.weight || a.other.levels[0] - b.other.levels[0] || byTitle(a.other, b.other))
      .map(({ other }) => other);
  }

  /** How many relations lead to each other entry; two that read alike are one. */
  #related({ slug }) {
    const readings = new Map();
    const add = (other, reading) => readings.set(other, (readings.get(other) ?? new Set()).add(reading));
    for (const relation of this.#graph.relations) {
      const { label, inverse } = this.#graph.types[relation.type];
      if (relation.from === slug) add(relation.to, label);
      else if (relation.to === slug) add(relation.from, inverse);
    }
    return new Map([...readings].map(([other, found]) => [other, found.size]));
  }
}

const isMove = (entry) => entry.levels && !["deprecated", "removed"].includes(entry.status);
const isPattern = (entry) => isMove(entry) && entry.kind !== "case";

const shared = (some = [], others = []) => some.filter((name) => others.includes(name)).length;

function at(number, patterns) {
  return {
    first: patterns.filter((entry) => entry.levels[0] === number),
    also: patterns.filter((entry) => entry.levels.indexOf(number) > 0),
  };
}

/** Whether acting at a level usually helps with an archetype or worsens it, in words. */
export function usually(entry, number) {
  if (entry?.levels_that_help?.includes(number)) return "usually helps";
  return entry?.levels_that_worsen?.includes(number) ? "usually makes it worse" : "";
}

/** A level's name as it is shown everywhere. */
export function levelName(level) {
  return `${level.number} ${level.name}`;
}

/** Confidence as stars, filled and empty. */
export function stars({ confidence }) {
  return confidence ? "★".repeat(confidence) + "☆".repeat(3 - confidence) : "";
}

/** Several numbers in words: `1, 2 and 3`. */
export function listed(names) {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

/** A ladder of rungs that `rung` made. */
export function ladder(rungs, attributes = {}) {
  return element("ol", { class: "tt-across", reversed: true, ...attributes }, ...rungs);
}

/** A rung with what stands on it; `says` goes with the level's name. */
export function rung(base, level, { says = "", own = false } = {}, ...parts) {
  const number = element("span", { class: "tt-across__number" }, String(level.number));
  return element(
    "li",
    { class: own ? "tt-across__rung tt-across__rung--own" : "tt-across__rung", value: level.number },
    element(
      "p",
      { class: "tt-across__level" },
      element("a", { href: address(base, level.url) }, number, " ", element("span", {}, level.name)),
      says ? element("span", { class: "tt-across__usually" }, ` ${says}`) : null,
    ),
    element("div", { class: "tt-across__here" }, ...parts),
  );
}

/** What a rung says where it has no pattern. */
export function gap(words = "No pattern here yet") {
  return element("p", { class: "tt-across__gap" }, words);
}

/** The patterns on a rung; those that stand there in the second place are marked, and so is the page's own. */
export function patternList(base, { first, also }, own) {
  const items = [...first, ...also].map((entry, index) => item(base, entry, index >= first.length, entry === own));
  if (items.length === 0) return gap();
  const list = (some) => element("ul", { class: "tt-inline" }, ...some);
  if (items.length <= SHOWN + 2) return list(items);
  const rest = items.slice(SHOWN);
  const more = element("details", { class: "tt-across__more" }, element("summary", {}, `${rest.length} more`), list(rest));
  return element("div", {}, list(items.slice(0, SHOWN)), more);
}

/** What “also” means; it is told once, below a ladder that says it. */
export const ALSO = "“Also” marks patterns that act at the level in the second place.";

function item(base, entry, second, own) {
  const link = entryLink(base, entry);
  if (own) link.className = "tt-across__own";
  const notes = [second && "also", own && "this one"].filter(Boolean);
  return element(
    "li",
    {},
    link,
    " ",
    entry.confidence ? starMark(entry) : null,
    notes.length ? element("span", { class: "tt-note" }, ` ${notes.join(", ")}`) : null,
  );
}

const CONFIDENCE = { 1: "low", 2: "medium", 3: "high" };

function starMark(entry) {
  return element(
    "span",
    { class: "tt-stars" },
    element("span", { "aria-hidden": "true" }, stars(entry)),
    element("span", { class: "tt-hidden" }, `confidence ${CONFIDENCE[entry.confidence]}`),
  );
}
