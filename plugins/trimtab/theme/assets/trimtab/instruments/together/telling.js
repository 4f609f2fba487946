/**
 * A check in words: as sections of lines, which the page and Markdown show alike. Pure: no page.
 *
 * A line is `{words, lines, add}`: texts and links `{title, url}`, lines below it, and an entry that can be added.
 */
import { address } from "../dom.js";
import { escaped, linked } from "../markdown.js";

const NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/** Labels that say what something is, in place of what it does. */
const STATE = /^(?:\p{L}+ed by|related to|part of|alternative to|in tension with)(?!\p{L})/iu;

const count = (number) => NUMBERS[number] ?? String(number);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const small = (text) => text.charAt(0).toLowerCase() + text.slice(1);
const inWords = ({ number, name }) => `${number} ${name}`;
/** A relation's label as it stands between two titles: “enables”, “is related to”. */
const saying = (label) => (STATE.test(label) ? `is ${small(label)}` : small(label));
const because = (why) => (why ? [`: ${why}`] : []);

/** Things in a row: “a, b and c”. */
function listed(things) {
  return things.flatMap((thing, at) => [at === 0 ? "" : at === things.length - 1 ? " and " : ", ", thing]).filter(Boolean);
}

/** Whether they go together, in a sentence or three. */
export function verdict({ chosen, missing, gaps, tensions, outdated }) {
  const one = chosen.length === 1;
  const found = [];
  if (missing.length) found.push(`${capital(count(missing.length))} ${missing.length === 1 ? "thing is" : "things are"} missing.`);
  if (gaps.length) found.push(`${capital(count(gaps.length))} ${gaps.length === 1 ? "level" : "levels"} that ${one ? "it leans" : "these lean"} on ${gaps.length === 1 ? "is" : "are"} empty.`);
  if (tensions.length) found.push(tensions.length === 1 ? "Two of them pull against each other." : `${capital(count(tensions.length))} pairs pull against each other.`);
  if (outdated.length) found.push(`${capital(count(outdated.length))} ${outdated.length === 1 ? "is" : "are"} out of date.`);
  if (found.length) return found.join(" ");
  return one ? "It stands on its own." : "These go together.";
}

/** The sections of a check, those that have something to say. */
export function sections(check) {
  const { chosen, missing, tensions, gaps, outdated, alternatives, related, order } = check;
  const waiting = new Set(missing.map(({ entry }) => entry));
  const all = [
    { title: "Missing", note: "What the chosen need before they work.", lines: missing.map(lacking) },
    { title: "Missing levels", note: "A change at a strong level leans on something at weaker ones.", lines: gaps.map(gap) },
    { title: "Tensions", note: "They can stand together if someone keeps the balance.", lines: tensions.map(({ one, other, why }) => ({ words: [one, " and ", other, ...because(why)] })) },
    { title: "Out of date", lines: outdated.map(old) },
    { title: "Alternatives to each other", note: "One of them may be enough.", lines: alternatives.map(({ one, other, why }) => ({ words: [one, " or ", other, ...because(why)] })) },
    { title: "Also related", lines: related.map(({ one, label, other, why }) => ({ words: [one, ` ${saying(label)} `, other, ...because(why)] })) },
    { title: "In this order", ordered: true, lines: order.length > 1 ? order.map((entry, at) => step(entry, at, waiting)) : [] },
    { title: "Chosen", lines: order.length > 1 ? [] : chosen.map((entry) => ({ words: [entry] })) },
  ];
  return all.filter(({ lines }) => lines.length);
}

function lacking({ entry, by }) {
  const lines = by.map(({ chain, why }) => ({
    words: ["Needed by ", ...chain.flatMap((one, at) => [at ? ", which is needed by " : "", one]).filter(Boolean), ...because(why)],
  }));
  return { words: [entry], lines, add: entry };
}

function gap({ level, by, fill }) {
  const leaning = by.map(({ level: from, leansOn, entries }) => ({
    words: [
      ...listed(entries),
      entries.length === 1 ? " works at " : " work at ",
      inWords(from),
      ", which leans on ",
      ...listed(leansOn.map(inWords)),
      ".",
    ],
  }));
  const filling = fill.map(({ entry, ...fits }) => ({ words: ["Could be filled by ", entry, ...reason(fits)], add: entry }));
  const nothing = { words: ["The library has nothing else there yet."] };
  const place = { title: inWords(level), url: level.url };
  return { words: [place, ": nothing chosen works here."], lines: [...leaning, ...(filling.length ? filling : [nothing])] };
}

function reason({ needed, helps, shared, against }) {
  const reasons = [
    needed ? ["needed anyway"] : null,
    helps ? ["goes well with ", helps] : null,
    shared.length ? ["also about ", ...listed(shared.slice(0, 3))] : null,
    against ? ["but in tension with ", against] : null,
  ].filter(Boolean);
  return reasons.length ? [" (", ...reasons.flatMap((words, at) => [at ? "; " : "", ...words]).filter(Boolean), ")"] : [];
}

function old({ entry, heir }) {
  if (heir) return { words: [entry, " is superseded by ", heir, "."], add: heir };
  return { words: [entry, ` is ${entry.status}.`] };
}

function step(entry, at, waiting) {
  return { words: [at ? "" : "Begin with ", entry, waiting.has(entry) ? " (not chosen yet)" : ""].filter(Boolean) };
}

/**
 * A check as Markdown.
 *
 * @param {Object} check
 * @param {URL} base the site's top
 * @param {string} href where it can be seen again
 */
export function markdown(check, base, href) {
  // A word may begin or end with the blank that parts it from a link.
  const plain = (text) => text.match(/^\s*/)[0] + escaped(text) + (text.trim() ? text.match(/\s*$/)[0] : "");
  const words = (line) => line.words.map((word) => (typeof word === "string" ? plain(word) : linked(word.title, address(base, word.url)))).join("");
  const rows = (lines, mark, indent) =>
    lines.flatMap((line) => [`${indent}${mark} ${words(line)}`, ...rows(line.lines ?? [], "-", `${indent}${" ".repeat(mark.length + 1)}`)]);
  const parts = sections(check).map(({ title, lines, ordered }) => `## ${title}\n\n${rows(lines, ordered ? "1." : "-", "").join("\n")}`);
  return `${[`# ${linked("Do these go together?", href)}`, verdict(check), ...parts].join("\n\n")}\n`;
}
