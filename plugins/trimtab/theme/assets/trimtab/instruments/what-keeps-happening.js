/**
 * What keeps happening: the page's tree, one step at a time. The address says where: `?path=` names the answer that was
 * given last, `?at=` the archetype.
 */
import { askPage, followed } from "../site.js";
import { element } from "./dom.js";
import { escaped, exportButtons, linked } from "./markdown.js";

/** Of an archetype's page, what is shown here. */
const PARTS = [".tt-head .tt-summary", "#tt-symptoms", ".tt-loops", ".tt-levels-that", ".tt-pins"];

/** Make the page work until it is left. */
export function attach(root, { signal }) {
  new Guide(root, signal).start();
}

class Guide {
  #pages = new Map();
  #query = "";

  constructor(root, signal) {
    this.signal = signal;
    this.guide = root.querySelector(".tt-guide");
    this.status = root.querySelector(".tt-status");
    this.tree = root.querySelector(".tt-tree");
    this.said = root.querySelector(".tt-spoken");
    this.root = root;
    this.saidName = root.dataset.ttSpoken;
    this.title = document.title;
    this.steps = new Map();
    this.ends = new Map();
    this.first = { name: "", text: "Start", parent: null, ends: [], steps: [] };
    this.#read(this.tree?.querySelector(":scope > .tt-steps"), this.first);
    for (const link of this.said?.querySelectorAll("[data-at]") ?? []) {
      const slug = link.dataset.at;
      if (!this.ends.has(slug)) {
        const title = link.querySelector(".tt-choice__title").textContent;
        this.ends.set(slug, { slug, title, href: link.href, summary: "", parent: null });
      }
      link.href = this.#address({ path: this.saidName, at: slug });
    }
  }

  /** Take the answers of a list, with all below them, from the page. */
  #read(list, parent) {
    for (const item of list?.children ?? []) {
      const step = { name: item.dataset.name, text: item.querySelector(".tt-step__text").textContent, parent, ends: [], steps: [] };
      for (const link of item.querySelectorAll(":scope > .tt-ends > li > a")) {
        const { at: slug } = link.dataset;
        const summary = link.parentElement.querySelector("p")?.textContent ?? "";
        const end = { slug, title: link.textContent, href: link.href, summary, parent: step };
        step.ends.push(end);
        if (!this.ends.has(slug)) this.ends.set(slug, end);
      }
      this.#read(item.querySelector(":scope > .tt-steps"), step);
      parent.steps.push(step);
      this.steps.set(step.name, step);
    }
  }

  start() {
    const { signal } = this;
    this.root.addEventListener("click", (event) => this.#follow(event), { signal });
    // A link to a place on the page changes nothing that is shown.
    const move = () => location.search !== this.#query && this.#show();
    window.addEventListener("popstate", move, { signal });
    if (this.tree) this.tree.hidden = true;
    this.guide.hidden = false;
    this.#show({ atFirst: true });
  }

  /** Go where a link of this page leads, unless another tab or a download is asked for. */
  #follow(event) {
    const link = followed(event, "a[href]");
    if (!link) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
    event.preventDefault();
    // Instant navigation would fetch the page again.
    event.stopPropagation();
    if (url.href !== location.href) history.pushState(null, "", url);
    this.#show();
  }

  /** The address of this page at some place. */
  #address(place) {
    const url = new URL(location.href);
    url.hash = "";
    for (const key of ["path", "at"]) {
      if (place[key]) url.searchParams.set(key, place[key]);
      else url.searchParams.delete(key);
    }
    return url.href;
  }

  /** What the address asks for: an archetype, the list of symptoms, or a step. */
  #asked() {
    const query = new URLSearchParams(location.search);
    const [at, path] = ["at", "path"].map((key) => query.get(key)?.trim().slice(0, 200) ?? "");
    const said = this.said !== null && (path === this.saidName || this.first.steps.length === 0);
    const step = this.steps.get(path) ?? this.first;
    const known = !path || said || step !== this.first;
    const lost = known ? "" : "That answer isn't offered any more. Begin here.";
    if (this.ends.has(at)) return { end: this.ends.get(at), said, lost: "" };
    if (at) return { step, said, lost: `There is no archetype called “${at}” here.` };
    // Whoever gives the last answer has arrived.
    return { end: only(step), step, said, lost };
  }

  #show({ atFirst = false } = {}) {
    this.#query = location.search;
    const { end, step, said, lost } = this.#asked();
    this.status.textContent = lost;
    if (this.said) this.said.hidden = !said || Boolean(end);
    if (end) this.#showEnd(end, said);
    else if (said) this.guide.replaceChildren(this.first.steps.length ? this.#answers([this.first], this.#saidWords) : "");
    else this.#showStep(step);
    document.title = [end?.title, this.title].filter(Boolean).join(" - ");
    if (atFirst) return;
    const heading = said && !end ? this.said.querySelector("h2") : this.guide.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  }

  get #saidWords() {
    return "None of these: go by what people say";
  }

  #showStep(step) {
    const choices = [
      ...step.steps.map((next) => this.#choice(this.#placeOf(next), next.text)),
      ...step.ends.map((end) => this.#choice({ at: end.slug }, end.title, end.summary)),
    ];
    if (this.said) {
      choices.push(this.#choice({ path: this.saidName }, this.#saidWords));
      choices.at(-1).firstChild.classList.add("tt-choice--none");
    }
    this.guide.replaceChildren(
      step.parent ? this.#answers(trail(step.parent), step.text) : "",
      element("h2", {}, question(step)),
      element("ul", { class: "tt-choices" }, ...choices),
    );
  }

  /** Where an answer leads: to its archetype, or to the next question. */
  #placeOf(step) {
    const end = only(step);
    return end && this.ends.get(end.slug) === end ? { at: end.slug } : { path: step.name };
  }

  #choice(place, text, note = "") {
    const more = note ? element("span", { class: "tt-choice__note" }, note) : null;
    return element("li", {}, element("a", { class: "tt-choice", href: this.#address(place) }, text, more));
  }

  /** The answers so far; each leads back to the question that followed it. */
  #answers(steps, last) {
    const back = steps.map((step) =>
      element("li", {}, element("a", { href: this.#address({ path: step.name }) }, step.text)),
    );
    const here = element("li", { "aria-current": "step" }, last);
    return element("nav", { class: "tt-answers", "aria-label": "Your answers" }, element("ol", {}, ...back, here));
  }

  async #showEnd(end, said) {
    const place = element("div", { class: "tt-found" });
    this.guide.replaceChildren(this.#way(end, said), element("h2", {}, element("a", { href: end.href }, end.title)), place);
    place.append(element("p", { class: "tt-note" }, "Fetching its loops …"));
    let parts = null;
    try {
      parts = await this.#page(end.href);
    } catch (error) {
      if (this.signal.aborted) return;
      console.error(error);
    }
    // If the reader has gone on meanwhile, nobody sees this place any more.
    const whole = element("p", {}, element("a", { href: end.href }, `All about ${end.title}`));
    const exported = exportButtons(() => this.#markdown(end), () => `${end.slug}.md`);
    place.replaceChildren(...(parts ?? [missing(end)]), ...this.#others(end), whole, exported);
  }

  /** The answers that led to an archetype. */
  #way(end, said) {
    if (said || !end.parent) {
      const heard = { name: this.saidName, text: this.first.steps.length ? this.#saidWords : "What people say" };
      return this.#answers(this.first.steps.length ? [this.first, heard] : [heard], end.title);
    }
    const steps = trail(end.parent);
    return only(end.parent) ? this.#answers(steps.slice(0, -1), end.parent.text) : this.#answers(steps, end.title);
  }

  /** The parts of an archetype's page, to be shown here. */
  async #page(href) {
    if (!this.#pages.has(href)) this.#pages.set(href, await askPage(href, this.signal));
    const page = this.#pages.get(href);
    const parts = PARTS.map((part) => page.querySelector(part)).filter(Boolean);
    const shown = parts.map((part) => taken(part, href));
    const more = furtherPatterns(page, href);
    return more ? [...shown, element("h2", {}, "More patterns that help"), more] : shown;
  }

  /** The archetypes behind the same last fork. */
  #others(end) {
    let fork = end.parent;
    while (fork?.parent && endsBelow(fork).length < 2) fork = fork.parent;
    // At the first question all part company.
    const others = fork?.parent ? endsBelow(fork).filter(({ slug }) => slug !== end.slug) : [];
    if (others.length === 0) return [];
    const choices = others.map((other) => this.#choice({ at: other.slug }, other.title, other.summary));
    return [element("h2", {}, "It may also be …"), element("ul", { class: "tt-choices" }, ...choices)];
  }

  /** What is shown, for a wiki. */
  #markdown(end) {
    const all = (selector) => [...this.guide.querySelectorAll(selector)];
    const words = (selector) => all(selector).map((found) => escaped(found.textContent));
    const list = (title, lines) => (lines.length ? [`## ${title}`, lines.join("\n")] : []);
    const item = (found) => {
      const link = found.querySelector("a");
      const level = found.querySelector(".tt-badge")?.lastChild.textContent;
      const stars = found.querySelector(".tt-stars [aria-hidden]")?.textContent;
      const more = [...found.querySelectorAll(".tt-item__head > .tt-note")].map((note) => escaped(note.textContent));
      const notes = [level && `level ${level}`, stars, ...more].filter(Boolean).map((note) => `, ${note}`);
      const says = found.querySelector(".tt-item__why, .tt-item__summary")?.textContent ?? "";
      return `- ${linked(link.textContent, link.href)}${notes.join("")}${says && `: ${escaped(says)}`}`;
    };
    const pins = all(".tt-pins > ol > li").flatMap((pin) => [
      `### ${pin.querySelector(".tt-pin").textContent}: ${escaped(pin.querySelector("h3").lastChild.textContent)}`,
      [...pin.querySelectorAll(".tt-item")].map(item).join("\n"),
    ]);
    const parts = [
      `# ${linked(end.title, end.href)}`,
      ...words(".tt-summary"),
      ...list("You may hear", words("#tt-symptoms li").map((symptom) => `- “${symptom}”`)),
      ...list("The loops", words(".tt-loop-words li").map((sentence) => `- ${sentence}`)),
      ...words(".tt-levels-that"),
      ...(pins.length ? ["## Where patterns act", ...pins] : []),
      ...list("More patterns that help", all(".tt-found > .tt-items > .tt-item").map(item)),
      linked("How to come here", location.href),
    ];
    return `${parts.join("\n\n")}\n`;
  }
}

/** The steps from the first to one. */
function trail(step) {
  return step ? [...trail(step.parent), step] : [];
}

/** The archetype of an answer that leads to it alone. */
function only(step) {
  return step.steps.length === 0 && step.ends.length === 1 ? step.ends[0] : null;
}

function endsBelow(step) {
  return [...step.ends, ...step.steps.flatMap(endsBelow)];
}

function question(step) {
  const choices = step.steps.length + step.ends.length;
  if (!step.parent) return "Which of these do you see?";
  if (step.steps.length === 0) return "Which of these is it?";
  return choices === 1 ? "Do you see this too?" : "And which of these?";
}

function missing(end) {
  const link = element("a", { href: end.href }, "on its page");
  return element("p", {}, end.summary, element("br"), "Its loops, and what acts on them, are ", link, ".");
}

/** A part of another page, with links that lead where they led there. */
function taken(part, href) {
  const copy = document.importNode(part, true);
  for (const link of copy.querySelectorAll(".headerlink")) link.remove();
  for (const link of copy.querySelectorAll("a[href]")) link.href = new URL(link.getAttribute("href"), href).href;
  return copy;
}

/** The patterns that a page lists beside those with a pin. */
function furtherPatterns(page, href) {
  const list = page.querySelector("#tt-patterns + .tt-items");
  if (!list) return null;
  const pinned = new Set([...page.querySelectorAll(".tt-pins .tt-item__title")].map((link) => link.getAttribute("href")));
  const copy = taken(list, href);
  [...list.children].forEach((item, index) => {
    if (pinned.has(item.querySelector("a")?.getAttribute("href"))) copy.children[index].dataset.pinned = "";
  });
  for (const item of copy.querySelectorAll("[data-pinned]")) item.remove();
  return copy.children.length ? copy : null;
}
