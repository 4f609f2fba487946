/**
 * What a reader asks for: typed text and addresses to and from a state. Pure: no page, no index.
 *
 * A state is `{terms, filters}`: the words to find, and for each facet in use its values,
 * `{terms: "feedback", filters: {level: ["5", "6"]}}`.
 *
 * @typedef {{terms: string, filters: Record<string, string[]>}} State
 * @typedef {{number: number, names: string[]}} Level
 */

import { fold } from "../text.js";

/** The facets, in the order in which they stand in an address. */
export const FACETS = ["kind", "level", "archetype", "model", "domain", "confidence", "vitality", "status", "tag"];

const CONFIDENCE = { low: "1", medium: "2", high: "3" };
const NUMBERED = new Set(["level", "confidence"]);
const TOKEN = /(?:\p{L}+:)?"[^"]*(?:"|$)|\S+/gu;
const RANGE = /^(\d{1,2})(?:-|–|\.\.)(\d{1,2})$/;
const SPOKEN_LEVEL = /(?<=^|\s)(?:leverage\s+point|level)\s+(\d{1,2})(?=\s|$)/iu;
const SIGNS = /^[\p{P}\s]*$/u;
const LEAST_PREFIX = 3;
const LONGEST_NAME = 8;

/**
 * Typed text as words and filters. An unknown key, or a level that isn't one, stays a word; so does a level's
 * name where a level is chosen. A facet that has no value yet asks for nothing, and neither do signs alone.
 *
 * @param {string} text
 * @param {Level[]} levels
 * @param {State["filters"]} chosen  filters in use already, to which those of the text are added
 * @returns {State}
 */
export function parseQuery(text, levels = [], chosen = {}) {
  const written = text.includes('"') || chosen.level ? text : writtenOut(text, levels);
  const tokens = [...written.matchAll(TOKEN)].map(([token]) => readToken(token));
  const words = [];
  const filters = { ...chosen };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    const [values, taken] = token.key ? valuesOf(tokens, at, levels) : [null, 0];
    if (values === null) words.push(token.text);
    else if (values.length) filters[token.key] = [...(filters[token.key] ?? []), ...values];
    at += taken;
  }
  const typed = words.join(" ");
  const terms = SIGNS.test(typed) ? "" : typed;
  const named = filters.level ? [] : levelsNamed(terms, levels);
  return { terms: named.length ? "" : terms, filters: tidy(named.length ? { ...filters, level: named } : filters) };
}

/** "Level 6" as it is written: `level:6`. A number that no level has stays a word. */
function writtenOut(text, levels) {
  return text.replace(SPOKEN_LEVEL, (words, number) => (levels.some((one) => one.number === Number(number)) ? `level:${number}` : words));
}

/** The numbers of the levels that bear this name, or this number; none where the text is quoted or is a filter. */
export function levelsNamed(text, levels = []) {
  const wanted = /"|^level:/iu.test(text) ? "" : fold(text);
  const [, number] = /^level:(\d+)$/.exec(writtenOut(wanted, levels)) ?? [];
  if (number) return [number];
  return wanted ? numbers(levels, (name) => name === wanted) : [];
}

/**
 * The state's part of an address: `q=feedback&level=5&level=6`, always in the same order.
 *
 * @param {State} state
 */
export function toParams({ terms, filters }) {
  const params = new URLSearchParams();
  if (terms.trim()) params.append("q", terms.trim());
  for (const [facet, values] of Object.entries(tidy(filters))) {
    for (const value of values) params.append(facet, value);
  }
  return params.toString();
}

/**
 * The state that an address asks for. `level=4-6` and `level=6,5` are understood as when typed.
 *
 * @param {string} search
 * @param {Level[]} levels
 * @returns {State}
 */
export function fromParams(search, levels = []) {
  const params = new URLSearchParams(search);
  const filters = {};
  for (const facet of FACETS) {
    const read = (value) => (NUMBERED.has(facet) && readValues(facet, value, levels)) || [value.trim()];
    filters[facet] = params.getAll(facet).flatMap(read);
  }
  return { terms: (params.get("q") ?? "").trim(), filters: tidy(filters) };
}

/** Whether a state asks for nothing. */
export function isIdle({ terms, filters }) {
  return !terms && Object.keys(filters).length === 0;
}

/** The state without one value of a facet. */
export function without({ terms, filters }, facet, value) {
  return { terms, filters: tidy({ ...filters, [facet]: (filters[facet] ?? []).filter((one) => one !== value) }) };
}

/**
 * Filters with each value spelled as the index has it: the same name, or else those that begin with it.
 * A value that the index doesn't have stays, and finds nothing.
 *
 * @param {Record<string, string[]>} filters
 * @param {Record<string, Record<string, number>>} available  values by facet
 * @param {Record<string, Record<string, string>>} labels  what readers see for a value, by facet
 */
export function resolve(filters, available, labels = {}) {
  const resolved = {};
  for (const [facet, values] of Object.entries(filters)) {
    const known = Object.keys(available[facet] ?? {});
    resolved[facet] = values.flatMap((value) => spellings(value, known, labels[facet] ?? {}));
  }
  return tidy(resolved);
}

function spellings(value, known, labels) {
  if (known.includes(value)) return [value];
  const wanted = fold(value);
  const matching = (test) => known.filter((one) => test(fold(one)) || test(fold(labels[one] ?? "")));
  const same = matching((name) => name === wanted);
  if (same.length) return same;
  const longer = matching((name) => name.startsWith(wanted));
  return wanted && longer.length ? longer : [value];
}

function readToken(text) {
  const [, key, value] = /^(\p{L}+):(.*)$/su.exec(text) ?? [null, "", text];
  const facet = key.toLowerCase();
  if (!FACETS.includes(facet)) return { key: "", value: text, quoted: text.includes('"'), text };
  return { key: facet, value: value.replaceAll('"', "").trim(), quoted: value.includes('"'), text };
}

/** The values of the filter that begins at a token, and how many more tokens they took; null where it is no filter. */
function valuesOf(tokens, at, levels) {
  const { key, value, quoted } = tokens[at];
  if (!value) return [[], 0];
  if (key === "level" && !quoted) {
    const free = tokens.slice(at + 1, at + LONGEST_NAME).findIndex((token) => token.key || token.quoted);
    const reach = Math.min(free < 0 ? tokens.length - at - 1 : free, LONGEST_NAME - 1);
    for (let more = reach; more > 0; more -= 1) {
      const name = [value, ...tokens.slice(at + 1, at + 1 + more).map((token) => token.value)].join(" ");
      const named = levelsNamed(name, levels);
      if (named.length) return [named, more];
    }
  }
  return [quoted && key !== "level" ? [value] : readValues(key, value, levels), 0];
}

function readValues(facet, value, levels) {
  const parts = value.split(",").map((part) => part.trim()).filter(Boolean);
  if (facet === "confidence") return parts.map((part) => CONFIDENCE[part.toLowerCase()] ?? part);
  if (facet !== "level") return parts;
  const read = parts.map((part) => readLevel(part, levels));
  return read.some((one) => one.length === 0) ? null : read.flat();
}

function readLevel(part, levels) {
  if (/^\d{1,2}$/.test(part)) return [String(Number(part))];
  const range = RANGE.exec(part);
  if (range) {
    const [from, to] = [Number(range[1]), Number(range[2])].sort((one, other) => one - other);
    return Array.from({ length: to - from + 1 }, (_, more) => String(from + more));
  }
  const wanted = fold(part);
  const named = levelsNamed(part, levels);
  return named.length || wanted.length < LEAST_PREFIX ? named : numbers(levels, (name) => name.startsWith(wanted));
}

function numbers(levels, test) {
  return levels.filter(({ names }) => names.some((name) => test(fold(name)))).map(({ number }) => String(number));
}

function tidy(filters) {
  const kept = FACETS.filter((facet) => filters[facet]?.some(Boolean));
  return Object.fromEntries(kept.map((facet) => [facet, inOrder(facet, filters[facet].filter(Boolean))]));
}

function inOrder(facet, values) {
  const order = NUMBERED.has(facet) ? (one, other) => one - other : undefined;
  return [...new Set(values)].sort(order);
}
