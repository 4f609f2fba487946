/** The ladder: one trouble, across all levels. The address says which: `?for=its-slug`. */
import { showQuery } from "../site.js";
import { address, element, entryLink } from "./dom.js";
import { escaped, exportButtons, linked } from "./markdown.js";
import { ALSO, fold, gap, ladder, Ladders, levelName, listed, patternList, rung, stars, withData } from "./rungs.js";

/** Make the page work until it is left. */
export function attach(root, page) {
  withData(root, page, ["entries", "graph"], (data, graph) =>
    new LadderPage(root, page.base, new Ladders(data, graph), data.kinds).start(page.signal),
  );
}

class LadderPage {
  #chosen = null;

  constructor(root, base, ladders, kinds) {
    this.base = base;
    this.ladders = ladders;
    this.kinds = kinds;
    this.subjects = ladders.subjects();
    this.form = root.querySelector("form");
    this.select = root.querySelector("select");
    this.filter = root.querySelector("input");
    this.matches = root.querySelector(".tt-choose__matches");
    this.status = root.querySelector(".tt-status");
    this.shown = root.querySelector(".tt-shown");
    this.title = document.title;
    this.exports = exportButtons(() => this.markdown(), () => `${this.#chosen.slug}-across-the-levels.md`);
  }

  start(signal) {
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(this.select, "change", () => this.#choose(this.ladders.entry(this.select.value) ?? null));
    on(this.filter, "input", () => this.#narrow());
    on(this.form, "submit", (event) => {
      event.preventDefault();
      const [first] = this.#matching();
      if (this.filter.value && first) this.#choose(first);
    });
    this.form.hidden = false;
    this.#fromAddress();
  }

  #fromAddress() {
    const asked = new URLSearchParams(location.search).get("for")?.trim().slice(0, 100) ?? "";
    const found = asked ? this.#named(asked) : null;
    this.#narrow();
    if (found) this.#choose(found);
    else if (asked) this.status.textContent = `Nothing on the ladder is called “${asked}”. Choose from the list.`;
  }

  /** The entry of a slug, or else of a title or alias. */
  #named(asked) {
    const called = ({ title, aliases = [] }) => [title, ...aliases].some((name) => fold(name) === fold(asked));
    return this.subjects.find(({ slug }) => slug === asked) ?? this.subjects.find(called);
  }

  #matching() {
    const words = fold(this.filter.value);
    const names = ({ title, aliases = [] }) => [title, ...aliases];
    return this.subjects.filter((entry) => names(entry).some((name) => fold(name).includes(words)));
  }

  #narrow() {
    const matching = new Set(this.#matching());
    for (const group of this.select.querySelectorAll("optgroup")) {
      const { kind } = group.dataset;
      const left = (entry) => matching.has(entry) || entry === this.#chosen;
      const shown = this.subjects.filter((entry) => entry.kind === kind && left(entry));
      group.replaceChildren(...shown.map(({ slug, title }) => element("option", { value: slug }, title)));
      group.hidden = shown.length === 0;
    }
    this.select.value = this.#chosen?.slug ?? "";
    this.matches.textContent = this.filter.value ? `${matching.size} of ${this.subjects.length} have these letters` : "";
  }

  #choose(entry) {
    this.#chosen = entry;
    this.select.value = entry?.slug ?? "";
    const params = new URLSearchParams(location.search);
    if (entry) params.set("for", entry.slug);
    else params.delete("for");
    showQuery(params.toString());
    document.title = [entry?.title, this.title].filter(Boolean).join(" - ");
    this.#show();
  }

  #show() {
    const entry = this.#chosen;
    this.shown.hidden = !entry;
    this.status.textContent = "";
    if (!entry) return;
    const rungs = this.ladders.rungs(entry);
    this.status.textContent = coverage(rungs);
    this.shown.replaceChildren(
      element("p", { class: "tt-kind" }, this.kinds[entry.kind] ?? entry.kind),
      element("h2", { class: "tt-shown__title" }, entryLink(this.base, entry)),
      entry.summary ? element("p", { class: "tt-shown__summary" }, entry.summary) : "",
      ladder(rungs.map((one) => this.#rung(one)), { "aria-label": `${entry.title} across the levels, strongest first` }),
      rungs.some(({ also }) => also.length) ? element("p", { class: "tt-note" }, ALSO) : "",
      this.exports,
    );
  }

  #rung({ level, first, also, done, usually }) {
    const own = [...first, ...also].includes(this.#chosen);
    const deeds = done.flatMap(({ do: deed, result }) => [
      element("p", { class: "tt-across__done" }, deed),
      result ? element("p", { class: "tt-across__why" }, result) : null,
    ]);
    const patterns = first.length + also.length ? patternList(this.base, { first, also }, this.#chosen) : gap();
    return rung(this.base, level, { says: usually, own }, ...deeds, patterns);
  }

  /** What is shown, for a wiki. */
  markdown() {
    const entry = this.#chosen;
    const line = (other, second) => {
      const notes = [stars(other), second && "also", other === entry && "this one"].filter(Boolean);
      return `  - ${[linked(other.title, address(this.base, other.url)), ...notes].join(", ")}`;
    };
    const rungs = this.ladders.rungs(entry);
    const lines = rungs.flatMap(({ level, first, also, done, usually }) => [
      `- **${linked(levelName(level), address(this.base, level.url))}**${usually && `, ${usually}`}`,
      ...done.map(({ do: deed, result }) => `  - Done: ${escaped(deed)}${result ? ` → ${escaped(result)}` : ""}`),
      ...first.map((other) => line(other, false)),
      ...also.map((other) => line(other, true)),
      ...(first.length + also.length ? [] : ["  - No pattern here yet"]),
    ]);
    const heading = `# ${linked(entry.title, address(this.base, entry.url))} across the levels`;
    const note = rungs.some(({ also }) => also.length) ? ALSO : "";
    const parts = [heading, escaped(entry.summary ?? ""), lines.join("\n"), note, linked("This ladder", location.href)];
    return `${parts.filter(Boolean).join("\n\n")}\n`;
  }
}

/** On how many levels there is something, and where there is nothing yet. */
function coverage(rungs) {
  const empty = rungs.filter(({ first, also }) => first.length + also.length === 0).map(({ level }) => level.number);
  if (empty.length === 0) return "There are patterns at all twelve levels.";
  if (empty.length === rungs.length) return "There is no pattern at any level yet.";
  return `There are patterns at ${rungs.length - empty.length} of the twelve levels, none yet at ${listed(empty)}.`;
}
