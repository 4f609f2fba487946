/** Do these go together? The address says which are chosen: `?with=one-slug,another`. */
import { element, entryLink } from "./dom.js";
import { exportButtons } from "./markdown.js";
import { readData, UNREADABLE } from "./rungs.js";
import { Library } from "./together/checking.js";
import { Chooser } from "./together/chooser.js";
import { markdown, sections, verdict } from "./together/telling.js";

/** How many an address can name. */
const MOST = 100;

/** Make the page work until it is left. */
export async function attach(root, { base, signal }) {
  try {
    const [data, graph] = await Promise.all([readData(base, "entries"), readData(base, "graph")]);
    if (!signal.aborted) new TogetherPage(root, base, new Library(data, graph)).start(signal);
  } catch (error) {
    console.error(error);
    root.querySelector(".tt-status").textContent = UNREADABLE;
  }
}

class TogetherPage {
  #chosen = [];

  constructor(root, base, library) {
    this.root = root;
    this.base = base;
    this.library = library;
    const free = (entry) => !this.#chosen.includes(entry);
    this.chooser = new Chooser((words) => library.matching(words).filter(free), (entry) => this.#add(entry));
    this.chips = element("ul", { class: "tt-together__chips", "aria-label": "Chosen", hidden: true });
    this.note = element("p", { class: "tt-note", role: "status" });
    this.verdict = element("p", { class: "tt-together__verdict", role: "status", tabindex: "-1" });
    this.report = element("div", { class: "tt-together__report" });
    const name = () => `${this.#chosen.map(({ slug }) => slug).join("-and-").slice(0, 80)}.md`;
    this.exports = exportButtons(() => markdown(library.check(this.#chosen), base, location.href), name);
  }

  start(signal) {
    const parts = [this.chooser.element, this.chips, this.note, this.verdict, this.report, this.exports];
    this.root.replaceChildren(...parts);
    const all = document.querySelector(".tt-together-all");
    if (all) all.open = false;
    this.chooser.listen(signal);
    window.addEventListener("popstate", () => this.#fromAddress(), { signal });
    this.#fromAddress();
  }

  #fromAddress() {
    const asked = (new URLSearchParams(location.search).get("with") ?? "").split(",").map((slug) => slug.trim());
    const slugs = [...new Set(asked.filter(Boolean))].slice(0, MOST);
    const unknown = slugs.filter((slug) => !this.library.named(slug));
    this.#chosen = [...new Set(slugs.map((slug) => this.library.named(slug)).filter(Boolean))];
    this.#show();
    const names = unknown.map((slug) => `“${slug.slice(0, 60)}”`);
    this.note.textContent = names.length ? `Not in this library: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}.` : "";
  }

  #add(entry) {
    this.#chosen.push(entry);
    this.#changed();
  }

  #remove(entry) {
    const at = this.#chosen.indexOf(entry);
    this.#chosen.splice(at, 1);
    this.#changed();
    const buttons = this.chips.querySelectorAll("button");
    (buttons[Math.min(at, buttons.length - 1)] ?? this.chooser.input).focus();
  }

  #changed() {
    const params = new URLSearchParams(location.search);
    params.delete("with");
    const others = params.toString();
    // Commas as they are: the address is for people.
    const slugs = this.#chosen.map(({ slug }) => encodeURIComponent(slug)).join(",");
    const query = [slugs && `with=${slugs}`, others].filter(Boolean).join("&");
    history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
    this.note.textContent = "";
    this.#show();
  }

  #show() {
    const some = this.#chosen.length > 0;
    this.chips.replaceChildren(...this.#chosen.map((entry) => this.#chip(entry)));
    this.chips.hidden = !some;
    this.exports.hidden = !some;
    const check = this.library.check(this.#chosen);
    this.verdict.textContent = some ? verdict(check) : "Choose two or more patterns.";
    this.report.replaceChildren(...(some ? sections(check).flatMap((section) => this.#section(section)) : []));
  }

  #chip(entry) {
    const remove = element(
      "button",
      { class: "tt-together__remove", type: "button", "aria-label": `Remove ${entry.title}`, onclick: () => this.#remove(entry) },
      element("span", { "aria-hidden": "true" }, "×"),
    );
    return element("li", { class: "tt-together__chip" }, entryLink(this.base, entry), remove);
  }

  #section({ title, note, lines, ordered }) {
    return [
      element("h2", {}, title),
      note ? element("p", { class: "tt-lead" }, note) : "",
      this.#lines(lines, ordered ? "ol" : "ul"),
    ];
  }

  #lines(lines, name = "ul") {
    return element(name, {}, ...lines.map((line) => this.#line(line)));
  }

  #line({ words, lines, add }) {
    const shown = words.map((word) => (typeof word === "string" ? word : entryLink(this.base, word)));
    return element("li", {}, ...shown, add && !this.#chosen.includes(add) ? this.#addButton(add) : null, lines ? this.#lines(lines) : null);
  }

  /** Adds what is missing; then the next such button has the focus, or what all of them come to. */
  #addButton(entry) {
    const onclick = ({ currentTarget }) => {
      const at = [...this.report.querySelectorAll(".tt-together__add")].indexOf(currentTarget);
      this.#add(entry);
      const buttons = this.report.querySelectorAll(".tt-together__add");
      (buttons[Math.min(at, buttons.length - 1)] ?? this.verdict).focus();
    };
    return element("button", { class: "tt-button tt-together__add", type: "button", "aria-label": `Add ${entry.title}`, onclick }, "Add");
  }
}
