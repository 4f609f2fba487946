/** Which level am I at? Three ideas, the signs that fit them, and what would be stronger. The address holds it all. */
import { showQuery } from "../site.js";
import { address, element, entryLink } from "./dom.js";
import { escaped, exportButtons, linked } from "./markdown.js";
import { ALSO, gap, ladder, Ladders, levelName, listed, patternList, rung, stars, usually, withData } from "./rungs.js";
import { Idea, signsOf } from "./signs.js";

const LETTERS = ["a", "b", "c"];
/** From which number on levels leave the structure of a system as it is. */
const WEAK = 10;
/** When a weak level is the right one. */
const RIGHT = "to win time, to learn cheaply, or where the rest is sound";
/** How many patterns a level names that are not for the archetype. */
const OTHERS = 3;

/** Make the page work until it is left. */
export function attach(root, page) {
  withData(root, page, ["entries"], (data) => new WhichLevel(root, page.base, data).start());
}

class WhichLevel {
  constructor(root, base, data) {
    this.root = root;
    this.table = root.parentElement.querySelector(".tt-signs-all");
    this.base = base;
    this.ladders = new Ladders(data);
    this.levels = signsOf(data.levels, data.entries);
    this.ideas = LETTERS.map((letter) => new Idea(letter, this.levels, () => this.#changed()));
    const archetypes = data.entries.filter(({ kind }) => kind === "archetype");
    this.archetypes = archetypes.sort((one, other) => one.title.localeCompare(other.title, "en"));
    this.select = element(
      "select",
      { class: "tt-field", id: "tt-archetype", autocomplete: "off", onchange: () => this.#changed() },
      element("option", { value: "" }, "I don't know, or another"),
      ...this.archetypes.map(({ slug, title }) => element("option", { value: slug }, title)),
    );
    this.verdict = element("p", { class: "tt-verdict", role: "status" });
    this.answer = element("div", {});
    this.exports = exportButtons(() => this.markdown(), () => "which-level.md");
    this.exports.hidden = true;
  }

  start() {
    this.#fromAddress();
    this.#show();
    this.table.open = location.hash === `#${this.table.id}`;
    this.root.replaceChildren(
      element("h2", {}, "Your ideas"),
      element("p", {}, "Up to three solutions that you have thought of. For each, choose the words that fit what it does."),
      ...this.ideas.map((idea) => idea.element),
      this.archetypes.length ? this.#trap() : "",
      element("h2", {}, "Where they stand"),
      this.verdict,
      this.answer,
      this.exports,
    );
  }

  #trap() {
    const happening = this.root.dataset.ttHappening;
    return element(
      "p",
      { class: "tt-trap" },
      element("label", { for: "tt-archetype" }, "What keeps happening?"),
      this.select,
      happening ? element("a", { href: address(this.base, happening) }, "Help me find it") : null,
    );
  }

  /** The chosen archetype. */
  get archetype() {
    return this.archetypes.find(({ slug }) => slug === this.select.value);
  }

  /** The ideas that have a place on the ladder. */
  get placed() {
    return this.ideas.filter(({ sign }) => sign);
  }

  #fromAddress() {
    const params = new URLSearchParams(location.search);
    for (const idea of this.ideas) {
      idea.set(params.get(`${idea.letter}-text`) ?? "", this.#signed(params.get(idea.letter) ?? ""));
    }
    const slug = params.get("archetype") ?? "";
    this.select.value = this.archetypes.some((one) => one.slug === slug) ? slug : "";
  }

  /** What `9.2` means: the second sign of level 9. A sign that is no longer there leaves the level. */
  #signed(text) {
    const [, number, sign] = text.match(/^(\d{1,2})(?:\.(\d{1,2}))?$/) ?? [];
    const found = this.levels.find(({ level }) => String(level.number) === number);
    if (!found) return null;
    const index = Number(sign) - 1;
    return { level: found.level, index: found.signs[index] === undefined ? null : index };
  }

  #changed() {
    const params = new URLSearchParams(location.search);
    const put = (name, value) => {
      params.delete(name);
      if (value) params.set(name, value);
    };
    for (const { letter, text, sign } of this.ideas) {
      put(letter, sign && [sign.level.number, ...(sign.index === null ? [] : [sign.index + 1])].join("."));
      put(`${letter}-text`, text);
    }
    put("archetype", this.select.value);
    showQuery(params.toString());
    this.#show();
  }

  #show() {
    const { placed } = this;
    const said = verdict(placed);
    if (this.verdict.textContent !== said) this.verdict.textContent = said;
    this.exports.hidden = placed.length === 0;
    this.answer.replaceChildren(...(placed.length ? [this.#places(), ...this.#alternatives()] : []));
  }

  /** The twelve rungs, with the ideas on theirs. */
  #places() {
    const rungs = this.ladders.levels.map((level) => {
      const here = this.placed.filter(({ sign }) => sign.level.number === level.number);
      const names = here.map((idea) =>
        element("p", {}, element("strong", {}, idea.letter.toUpperCase()), idea.text && ` ${idea.text}`),
      );
      const number = element("span", { class: "tt-rung__number" }, String(level.number));
      const link = element("a", { href: address(this.base, level.url) }, number, " ", element("span", {}, level.name));
      const place = here.length ? element("div", { class: "tt-place" }, ...names) : null;
      return element("li", { class: place ? "tt-rung tt-rung--primary" : "tt-rung" }, link, place);
    });
    const name = "Your ideas on the ladder, strongest level first";
    return element("ol", { class: "tt-ladder tt-places", "aria-label": name }, ...rungs);
  }

  #alternatives() {
    const moves = this.#moves();
    if (!moves.length) return [];
    const lead = "What a stronger move would be, strongest first. Try to think of one at each level before you choose.";
    const note = saysAlso(moves) ? element("p", { class: "tt-note" }, ALSO) : "";
    return [element("h2", {}, "The ladder of alternatives"), element("p", {}, lead), ladder(moves.map((move) => this.#rung(move))), note];
  }

  /** For each level that is stronger than the strongest idea: what a move there does, and its patterns. */
  #moves() {
    const strongest = Math.min(...this.placed.map(({ sign }) => sign.level.number));
    const fitting = this.archetype ? this.ladders.patternsFor([this.archetype.slug]) : [];
    return this.ladders.levels
      .filter(({ number }) => number < strongest)
      .map((level) => {
        const all = this.ladders.patternsAt(level.number);
        const fits = (entry) => fitting.includes(entry);
        const here = { first: all.first.filter(fits), also: all.also.filter(fits) };
        const others = [...all.first, ...all.also].filter((entry) => !fits(entry));
        const none = this.archetype && others.length ? `No pattern for ${this.archetype.title} here yet` : "No pattern here yet";
        return {
          level,
          question: `What would a solution be that ${this.levels.find((one) => one.level === level).signs[0]}?`,
          says: usually(this.archetype, level.number),
          fitting: here,
          missing: here.first.length + here.also.length || (others.length && !this.archetype) ? "" : none,
          others: others.slice(0, OTHERS),
          more: Math.max(others.length - OTHERS, 0),
          lead: this.archetype ? "For other troubles: " : "",
        };
      });
  }

  #rung(move) {
    const { level, question, says, fitting, missing, others } = move;
    return rung(
      this.base,
      level,
      { says },
      element("p", {}, `Work on ${level.gist}.`),
      element("p", { class: "tt-across__done" }, question),
      fitting.first.length + fitting.also.length ? patternList(this.base, fitting) : null,
      missing ? gap(missing) : null,
      others.length ? this.#others(move) : null,
    );
  }

  #others({ level, others, more, lead }) {
    const links = others.flatMap((entry, index) => [index ? ", " : "", entryLink(this.base, entry)]);
    const rest = more ? [" ", element("a", { href: address(this.base, level.url) }, `and ${more} more`)] : [];
    return element("p", { class: "tt-across__why" }, lead, ...links, ...rest);
  }

  /** What was entered and found, for a wiki. */
  markdown() {
    const { archetype, placed, base } = this;
    const level = (one) => linked(levelName(one), address(base, one.url));
    const entry = (one) => linked(one.title, address(base, one.url));
    const rows = placed.map(({ letter, text, does, sign }) => {
      const words = does ? `… ${escaped(does)}` : "";
      return `| ${letter.toUpperCase()} | ${escaped(text)} | ${words} | ${level(sign.level)} |`;
    });
    const table = ["| | Idea | The solution … | Level |", "| --- | --- | --- | --- |", ...rows].join("\n");
    const moves = this.#moves();
    const pattern = (one, second) => `  - ${[entry(one), stars(one), second && "also"].filter(Boolean).join(", ")}`;
    const lines = moves.flatMap(({ level: at, question, says, fitting, missing, others, more, lead }) => [
      `- **${level(at)}**${says && `, ${says}`}: ${escaped(`Work on ${at.gist}. ${question}`)}`,
      ...fitting.first.map((one) => pattern(one, false)),
      ...fitting.also.map((one) => pattern(one, true)),
      ...(missing ? [`  - ${escaped(missing)}`] : []),
      ...(others.length
        ? [`  - ${lead}${others.map(entry).join(", ")}${more ? ` ${linked(`and ${more} more`, address(base, at.url))}` : ""}`]
        : []),
    ]);
    const parts = [
      "# Which level am I at?",
      table,
      verdict(placed),
      archetype ? `What keeps happening: ${entry(archetype)}` : "",
      moves.length ? `## The ladder of alternatives\n\n${lines.join("\n")}` : "",
      saysAlso(moves) ? ALSO : "",
      linked("This page as it was filled in", location.href),
    ];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
  }
}

/** Whether any pattern is marked with “also”. */
function saysAlso(moves) {
  return moves.some(({ fitting }) => fitting.also.length);
}

/** What the places of the ideas say, in words. */
function verdict(placed) {
  if (placed.length === 0) return "Choose what at least one of them does, and its place on the ladder appears here.";
  const numbers = placed.map(({ sign }) => sign.level.number);
  const strongest = placed.find(({ sign }) => sign.level.number === Math.min(...numbers));
  const all = ["", "This idea", "Both ideas", "All three ideas"][placed.length];
  const weak = numbers.every((number) => number >= WEAK);
  if (weak && placed.length > 1) {
    return (
      `${all} work on numbers, buffers or plumbing. The rules, the goals and what people know stay as they are, ` +
      "and often what made the trouble then undoes the effect. " +
      `That can be right: ${RIGHT}. ` +
      "Otherwise look for at least one stronger move before you choose."
    );
  }
  const { level } = strongest.sign;
  const place = levelName(level);
  const leading = placed.filter(({ sign }) => sign.level === level).map(({ letter }) => letter.toUpperCase());
  if (level.number === 1) {
    const acts = leading.length > 1 ? `Ideas ${listed(leading)} act` : `Idea ${leading[0]} acts`;
    return `${acts} at ${place}. No level is stronger: what is needed now is support from weaker ones.`;
  }
  if (placed.length > 1 && leading.length === placed.length) {
    return `${all} act at the same level, ${place}. Habit may have chosen it: try a move from another one.`;
  }
  const alone = placed.length === 1 ? "This idea acts" : `Idea ${leading[0]} is your strongest: it acts`;
  const subject = leading.length > 1 ? `Ideas ${listed(leading)} are your strongest: they act` : alone;
  const above = level.number === 2 ? "One level is" : `${level.number - 1} levels are`;
  return `${subject} at ${place}. ${above} stronger.${weak ? ` A weak level can be right: ${RIGHT}.` : ""}`;
}
