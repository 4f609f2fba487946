/** What was found, as elements. Text from the index only ever becomes text. */
import { button, element } from "../instruments/dom.js";
import { fold } from "../text.js";

const STARS = 3;
const CONFIDENCE = ["", "low", "medium", "high"];
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)+$/;
/** How many words stand before a mark where there is little room. */
const LEAD = 4;
const MARK = /<mark>(.*?)<\/mark>/gs;

/** How many, in words. */
export function counted(number) {
  return `${number === 0 ? "No" : number.toLocaleString("en")} result${number === 1 ? "" : "s"}`;
}

/**
 * The same where other words were looked for than those typed: for which, and why.
 *
 * @param {number} number
 * @param {string} terms  the words that were typed
 * @param {string[]} instead  those that were looked for, any of them; none where they are the same
 * @param {string} place  among what they were looked for, such as ` in Level 6`
 */
export function countedFor(number, terms, instead, place = "") {
  if (!instead.length) return counted(number) + place;
  const words = /\s/.test(terms) ? "all the words" : "the word";
  return `${counted(number)}${place} for ${instead.map((one) => `“${one}”`).join(" or ")}. Nothing has ${words} “${terms}”.`;
}

/** What a reader sees for a value, below its facet's name. */
export function label(settings, facet, value) {
  const given = settings.facets[facet]?.[value];
  if (given) return given;
  if (facet === "level") {
    const level = settings.levels.find(({ number }) => String(number) === value);
    return level ? `${value} · ${level.names[0]}` : value;
  }
  if (facet === "confidence" && CONFIDENCE[value]) return `${stars(value)} ${CONFIDENCE[value]}`;
  return SLUG.test(value) ? value.replaceAll("-", " ") : value;
}

/** The same where the facet's name isn't in sight. */
export function fullLabel(settings, facet, value) {
  const text = label(settings, facet, value);
  if (facet === "kind") return text;
  return facet === "level" ? `Level ${text}` : `${facet === "model" ? "mental model" : facet}: ${text}`;
}

/**
 * An entry that was found.
 *
 * @param {object} data  what Pagefind tells of it
 * @param {string} terms  the words that were looked for
 */
export function resultItem(data, terms) {
  const title = element("a", { class: "tt-search-title", href: data.url }, data.meta.title ?? data.url);
  const parts = details(data, terms, bestExcerpt(data.sub_results));
  return element("li", { class: "tt-search-result" }, element("h2", { class: "tt-search-heading" }, title), ...parts);
}

/** The same entry as one of a list to choose from. */
export function resultOption(data, terms, id) {
  const title = element("span", { class: "tt-search-title" }, data.meta.title ?? data.url);
  const attributes = { class: "tt-search-option", role: "option", "aria-selected": "false", id, href: data.url, tabindex: "-1" };
  return element("a", attributes, title, ...details(data, terms, cutToMark(bestExcerpt(data.sub_results))));
}

function details({ meta }, terms, excerpt) {
  const wanted = terms ? fold(terms).split(" ") : [];
  const answers = (name) => wanted.every((word) => ` ${fold(name)}`.includes(` ${word}`));
  const aliases = wanted.length && !answers(meta.title ?? "") ? (meta.aliases ?? "").split(";") : [];
  const alias = aliases.map((name) => name.trim()).find(answers);
  return [
    facts(meta),
    alias ? element("span", { class: "tt-search-alias" }, "Also called ", element("mark", {}, alias)) : null,
    meta.summary ? element("span", { class: "tt-search-summary" }, meta.summary) : null,
    excerpt ? element("span", { class: "tt-search-excerpt" }, "…\u00a0", ...marked(excerpt.trim()), "\u00a0…") : null,
  ];
}

/** Kind, level and confidence, in one line. What is itself a level needs no kind beside it. */
function facts({ title, kind, level, level_name: name, confidence }) {
  const place = level ? `Level ${level}${name ? ` · ${name}` : ""}` : null;
  const named = place && name === title ? [place] : [kind, place];
  const known = named.filter(Boolean).map((text) => element("span", { class: "tt-search-fact" }, text));
  if (CONFIDENCE[confidence]) known.push(starsInWords(confidence));
  return element("span", { class: "tt-search-facts" }, ...known);
}

function starsInWords(confidence) {
  const words = `confidence: ${CONFIDENCE[confidence]}`;
  return element(
    "span",
    { class: "tt-search-fact tt-search-stars", title: words },
    element("span", { "aria-hidden": "true" }, stars(confidence)),
    element("span", { class: "tt-search-hidden" }, words),
  );
}

function stars(confidence) {
  return "★".repeat(confidence) + "☆".repeat(STARS - confidence);
}

/** Of the body's sections the one with most of the words: the page's head is told by title and summary already. */
function bestExcerpt(sections = []) {
  const marks = ({ excerpt }) => excerpt.match(MARK)?.length ?? 0;
  const body = sections.filter((section) => section.anchor && marks(section));
  return body.sort((one, other) => marks(other) - marks(one))[0]?.excerpt ?? "";
}

/** The excerpt from a few words before its first mark, so that one line holds it. */
function cutToMark(excerpt) {
  const at = Math.max(excerpt.indexOf("<mark>"), 0);
  return excerpt.slice(0, at).split(" ").slice(-LEAD).join(" ") + excerpt.slice(at);
}

/** Pagefind's excerpt as text and marks. It escapes nothing but angle brackets. */
function marked(excerpt) {
  const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
  return excerpt.split(MARK).map((text, at) => (at % 2 ? element("mark", {}, plain(text)) : plain(text)));
}

/**
 * What to try where nothing was found.
 *
 * @param {import("./query.js").State} state
 * @param {object} settings
 * @param {(facet: string, value: string) => void} drop  takes a value out of the search
 */
export function nothingFound({ terms, filters }, settings, drop) {
  const { contribute } = settings;
  const several = /\s/.test(terms);
  const used = Object.entries(filters).flatMap(([facet, values]) => values.map((value) => [facet, value]));
  const advice = [
    used.length ? element("li", {}, "Drop a filter: ", ...used.map((one) => dropButton(settings, ...one, drop))) : null,
    several ? element("li", {}, "Use fewer words, or only the one that matters most.") : null,
    terms ? element("li", {}, "Check the spelling, or try another name for it.") : null,
    contribute ? element("li", {}, "Is it missing? ", element("a", { href: contribute }, "Contribute it"), ".") : null,
  ];
  const narrowed = used.length ? " with these filters" : "";
  const lead = terms ? `Nothing found for “${terms.replaceAll('"', "")}”${narrowed}.` : "Nothing has all these filters.";
  return [element("p", { class: "tt-search-none__lead" }, lead), element("ul", {}, ...advice)];
}

/** A button that takes a filter out of the search. */
export function dropButton(settings, facet, value, drop) {
  const deed = element("span", { class: "tt-search-hidden" }, "Remove filter: ");
  const cross = element("span", { class: "tt-search-chip__cross", "aria-hidden": "true" }, "×");
  return button([deed, fullLabel(settings, facet, value), cross], () => drop(facet, value), { class: "tt-search-chip" });
}

/** The offer to look for a level's name as words. */
export function literalOffer(name, take) {
  return button(`Find the words “${name}” instead`, () => take(`"${name}"`), { class: "tt-search-literal" });
}
