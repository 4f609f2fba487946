/** The choice of what one solution does: signs of all levels, weakest first, as they go on from “If your solution …”. */
import { button, element } from "./dom.js";
import { guesses } from "./guessing.js";
import { levelName } from "./rungs.js";

const PAUSE = 250;
/** The longest text that an address keeps. */
const LONGEST = 160;

/** The signs of each level, weakest first; a level without any has what it works on. */
export function signsOf(levels, entries) {
  return levels.map((level) => {
    const told = entries.find(({ kind, number }) => kind === "level" && number === level.number)?.signals ?? [];
    return { level, signs: told.length ? told : [`works on ${level.gist}`] };
  });
}

/** One solution: its text, and the sign that fits it. */
export class Idea {
  #timer = 0;
  /** What it does: `{level, index}`; the index is null where a link names a level alone. */
  sign = null;

  /**
   * @param {string} letter what it is called: `a`.
   * @param {Array} levels as `signsOf` gives them.
   * @param {function()} changed is told of each change.
   */
  constructor(letter, levels, changed) {
    this.letter = letter;
    this.levels = levels;
    this.changed = changed;
    const ident = `tt-idea-${letter}`;
    const heading = element("h3", { class: "tt-idea__letter", id: ident }, `Idea ${letter.toUpperCase()}`);
    this.input = element("input", {
      class: "tt-field",
      type: "text",
      id: `${ident}-text`,
      maxlength: LONGEST,
      autocomplete: "off",
      oninput: () => this.#typed(),
    });
    this.guessed = element("div", { class: "tt-idea__guesses", hidden: true });
    this.summary = element("summary", {});
    this.filter = element("input", {
      class: "tt-field",
      type: "search",
      id: `${ident}-filter`,
      autocomplete: "off",
      oninput: () => this.#narrow(),
    });
    this.none = element("p", { class: "tt-status", role: "status" });
    this.groups = levels.map((one) => this.#group(one, ident));
    const none = () => this.#pick(null, true);
    this.clear = button("Clear", none, { "aria-label": `Clear what idea ${letter.toUpperCase()} does`, hidden: true });
    this.details = element(
      "details",
      { class: "tt-idea__signs", onkeydown: (event) => this.#key(event) },
      this.summary,
      element("label", { for: `${ident}-filter` }, "Shorten the list by a word"),
      this.filter,
      this.none,
      element("fieldset", {}, element("legend", {}, "If your solution …"), ...this.groups.map(({ box }) => box)),
      element("div", { class: "tt-buttons" }, button("None of these", none)),
    );
    this.element = element(
      "section",
      { class: "tt-idea", "aria-labelledby": ident },
      heading,
      element("label", { class: "tt-idea__label", for: `${ident}-text` }, "What would you do?"),
      this.input,
      this.guessed,
      element("div", { class: "tt-idea__does" }, this.details, this.clear),
    );
    this.#mark();
  }

  /** The text as it was typed. */
  get text() {
    return this.input.value.trim();
  }

  /** The words of the sign, where one is chosen. */
  get does() {
    if (!this.sign || this.sign.index === null) return "";
    return this.levels.find(({ level }) => level === this.sign.level).signs[this.sign.index];
  }

  /** Take a text and a sign from elsewhere. */
  set(text, sign) {
    this.input.value = text.slice(0, LONGEST);
    this.sign = sign;
    for (const { radios, level } of this.groups) {
      radios.forEach((radio, index) => (radio.checked = sign?.level === level && sign.index === index));
    }
    this.#guess();
    this.#mark();
  }

  #group({ level, signs }, ident) {
    const name = element("p", { class: "tt-signs__level", id: `${ident}-${level.number}` }, levelName(level));
    const radios = signs.map((_, index) =>
      element("input", {
        type: "radio",
        name: `${ident}-sign`,
        value: `${level.number}.${index + 1}`,
        onchange: () => this.#pick({ level, index }, false),
      }),
    );
    // A press of a pointer decides; arrow keys go through the radios, so the list stays open for them.
    const decide = (event) => event.detail > 0 && event.target === event.currentTarget.control && this.#close();
    const labels = signs.map((sign, index) =>
      element("label", { class: "tt-sign", onclick: decide }, radios[index], element("span", {}, `… ${sign}`)),
    );
    const box = element("div", { class: "tt-signs", role: "group", "aria-labelledby": name.id }, name, ...labels);
    return { level, box, radios, labels, words: signs.map((sign) => `${levelName(level)} ${sign}`.toLowerCase()) };
  }

  #key(event) {
    if (!this.details.open || !["Enter", "Escape"].includes(event.key) || event.target === this.summary) return;
    if (event.key === "Enter" && event.target.type !== "radio") return;
    event.preventDefault();
    this.#close();
  }

  #close() {
    this.details.open = false;
    this.summary.focus();
  }

  #pick(sign, closing) {
    if (!sign) for (const { radios } of this.groups) for (const radio of radios) radio.checked = false;
    this.sign = sign;
    this.#guess();
    this.#mark();
    if (closing) this.#close();
    this.changed();
  }

  /** Say in the summary what is chosen. */
  #mark() {
    const name = this.sign && element("strong", { class: "tt-idea__level" }, levelName(this.sign.level));
    const words = this.sign ? this.does && ` … ${this.does}` : "If your solution … (choose what it does)";
    this.summary.replaceChildren(...(name ? [name] : []), words);
    this.clear.hidden = !this.sign;
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#guess();
      this.changed();
    }, PAUSE);
  }

  /** Offer the signs that share words with the text, until one is chosen. */
  #guess() {
    const found = this.sign ? [] : guesses(this.text, this.levels);
    this.guessed.hidden = found.length === 0;
    if (!found.length) return this.guessed.replaceChildren();
    const offer = ({ level, index, sign }) => {
      const take = () => {
        this.set(this.input.value, { level, index });
        this.summary.focus();
        this.changed();
      };
      const hidden = element("span", { class: "tt-hidden" }, "Level ");
      const number = element("span", { class: "tt-badge" }, hidden, String(level.number));
      return element("li", {}, button([number, `… ${sign}`], take));
    };
    this.guessed.replaceChildren(
      element("p", { class: "tt-note", role: "status" }, "Perhaps it … (a guess: these share words with your text)"),
      element("ul", {}, ...found.map(offer)),
    );
  }

  #narrow() {
    const wanted = this.filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const { box, labels, words } of this.groups) {
      labels.forEach((label, index) => (label.hidden = !wanted.every((word) => words[index].includes(word))));
      const shown = labels.filter((label) => !label.hidden).length;
      box.hidden = shown === 0;
      left += shown;
    }
    this.none.textContent = wanted.length ? `${left} sign${left === 1 ? "" : "s"} with these letters` : "";
  }
}
