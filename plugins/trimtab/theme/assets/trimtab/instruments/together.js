/** Do these go together? The address says which are chosen: `?with=one-slug,another`. */
import { showQuery } from "../site.js";
import { button, element, entryLink } from "./dom.js";
import { exportButtons } from "./markdown.js";
import { readData, UNREADABLE } from "./rungs.js";
import { Library } from "./together/checking.js";
import { Chooser } from "./together/chooser.js";
import { markdown, sections, verdict } from "./together/telling.js";

/** How many an address can name. */
const MOST = 100;

/** Make the page work until it is left. */
export function attach(root, { base, signal }) {
  new TogetherPage(root, base, signal).start();
}

class TogetherPage {
  #chosen = [];
  #coming;

  constructor(root, base, signal) {
    this.root = root;
    this.base = base;
    this.signal = signal;
    this.all = document.querySelector(".tt-together-all");
    const free = (entry) => !this.#chosen.includes(entry);
    const find = (words) => this.library.matching(words).filter(free);
    this.chooser = new Chooser(() => this.#ready(), find, (entry) => this.#add(entry));
    this.chips = element("ul", { class: "tt-together__chips", "aria-label": "Chosen", hidden: true });
    this.note = element("p", { class: "tt-note", role: "status" });
    this.verdict = element("p", { class: "tt-together__verdict", role: "status", tabindex: "-1" });
    this.report = element("div", { class: "tt-together__report" });
    const name = () => `${this.#chosen.map(({ slug }) => slug).join("-and-").slice(0, 80)}.md`;
    this.exports = exportButtons(() => markdown(this.library.check(this.#chosen), base, location.href), name);
    this.exports.hidden = true;
  }

  async start() {
    const { signal } = this;
    const parts = [this.chooser.element, this.chips, this.note, this.verdict, this.report, this.exports];
    this.chooser.listen(signal);
    window.addEventListener("popstate", () => this.#fromAddress(), { signal });
    const read = await this.#fromAddress();
    this.root.replaceChildren(...parts);
    if (this.all) this.all.open = !read;
  }

  /** Whether the library is there. It is fetched at its first use: the more entries, the larger it is. */
  #ready() {
    this.#coming ??= this.#read().catch((error) => {
      console.error(error);
      this.#coming = undefined;
      this.note.textContent = UNREADABLE;
      if (this.all) this.all.open = true;
      return false;
    });
    return this.#coming;
  }

  async #read() {
    this.library = new Library(...(await Promise.all([readData(this.base, "entries"), readData(this.base, "graph")])));
    return !this.signal.aborted && this.#fromAddress();
  }

  /** Choose what the address names; where that needs the library, once it is there, what the address names then. */
  #fromAddress() {
    const asked = (new URLSearchParams(location.search).get("with") ?? "").split(",").map((slug) => slug.trim());
    const slugs = [...new Set(asked.filter(Boolean))].slice(0, MOST);
    if (slugs.length && !this.library) return this.#ready();
    const unknown = slugs.filter((slug) => !this.library.named(slug));
    this.#chosen = [...new Set(slugs.map((slug) => this.library.named(slug)).filter(Boolean))];
    this.#show();
    const names = unknown.map((slug) => `“${slug.slice(0, 60)}”`);
    this.note.textContent = names.length ? `Not in this library: ${names.slice(0, 5).join(", ")}${names.length > 5 ? " and others" : ""}.` : "";
    return true;
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
    showQuery(query);
    this.note.textContent = "";
    this.#show();
  }

  #show() {
    const some = this.#chosen.length > 0;
    this.chips.replaceChildren(...this.#chosen.map((entry) => this.#chip(entry)));
    this.chips.hidden = !some;
    this.exports.hidden = !some;
    const check = some && this.library.check(this.#chosen);
    this.verdict.textContent = some ? verdict(check) : "Choose two or more patterns.";
    this.report.replaceChildren(...(some ? sections(check).flatMap((section) => this.#section(section)) : []));
  }

  #chip(entry) {
    const cross = element("span", { "aria-hidden": "true" }, "×");
    const named = { class: "tt-together__remove", "aria-label": `Remove ${entry.title}` };
    const remove = button(cross, () => this.#remove(entry), named);
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
    return button("Add", onclick, { class: "tt-button tt-together__add", "aria-label": `Add ${entry.title}` });
  }
}
