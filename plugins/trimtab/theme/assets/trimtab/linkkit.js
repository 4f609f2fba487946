/** Links to take along: the link kit, samples to copy, and the marks beside headings. */
import { copy, say } from "./copy.js";
import { button, element } from "./instruments/dom.js";
import { ask, askPage, base, followed, onPage } from "./site.js";

const REFUSED = "This page may not copy. It is marked for you: press Ctrl+C, or ⌘C.";
/** The forms that stand beside an entry's page, by their labels; the page itself has Markdown. */
const OTHERS = [
  "HTML",
  "MediaWiki",
  "Confluence",
  "DokuWiki",
  "AsciiDoc",
  "reStructuredText",
  "Obsidian",
  "Citation",
  "BibTeX",
];

/** The site's own address, in signs that no form needs to escape. */
function here() {
  const encoded = (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
  return base.origin + base.pathname.replace(/[^A-Za-z0-9./%-]|(?<=-)-/g, encoded);
}

/** Put the site's own address where the build didn't know it. */
function fillIn(part) {
  const { ttUnknown: unknown, ...others } = part.dataset;
  if (!unknown) return;
  for (const [name, value] of Object.entries(others)) part.dataset[name] = value.replaceAll(unknown, here());
  for (const code of part.querySelectorAll("code")) code.textContent = code.textContent.replaceAll(unknown, here());
  for (const note of part.querySelectorAll(".tt-unknown")) note.remove();
  delete part.dataset.ttUnknown;
}

/** Copy what stands in the page, or mark it where the browser refuses. */
async function copyShown(code, done) {
  const text = code.textContent;
  if (await copy(text, "ttRich" in code.dataset ? text : undefined)) say(done);
  else mark(code);
}

function mark(code) {
  const folded = code.closest("details");
  if (folded) folded.open = true;
  getSelection().selectAllChildren(code);
  code.scrollIntoView({ block: "nearest" });
  say(REFUSED);
}

/** An entry's link in the forms that its page doesn't have, and where a copy of its text is from. */
class Forms {
  #coming;

  constructor(kit) {
    const link = kit.querySelector(".tt-kit__more a");
    this.own = kit.querySelector(".tt-kit__forms");
    this.labels = link ? OTHERS : [];
    this.address = link?.href;
    this.list = this.own;
    if (link) this.#fold(link);
  }

  /** The link to the other forms becomes what unfolds them; it stays within, for when they can't be fetched. */
  #fold(link) {
    const place = link.parentElement;
    this.details = element("details", { class: "tt-details" }, element("summary", {}, link.textContent), place.cloneNode(true));
    this.details.addEventListener("toggle", () => this.load().catch(tell));
    place.replaceWith(this.details);
  }

  /** Fetch them, once; what couldn't be read is asked for again. */
  load() {
    if (!this.address) return Promise.resolve();
    this.#coming ??= this.#fetch().catch((error) => {
      this.#coming = undefined;
      throw error;
    });
    return this.#coming;
  }

  async #fetch() {
    const page = await askPage(this.address);
    this.list = page.querySelector(".tt-kit-forms");
    fillIn(this.list);
    this.list.querySelector("dt").remove();
    this.list.querySelector("dd").remove();
    this.details.querySelector(".tt-kit__more").replaceWith(document.adoptNode(this.list));
  }

  find(label) {
    return [this.own, this.list].flatMap((list) => [...list.querySelectorAll("code")]).find((code) => code.dataset.ttForm === label);
  }

  async copy(label) {
    const done = `Copied: ${label}.`;
    const shown = this.find(label);
    if (shown) return copyShown(shown, done);
    // A browser lets a page copy at a click alone: what is still to be fetched is promised at once.
    const text = this.load().then(() => this.find(label).textContent);
    try {
      if (await copy(text, label === "HTML" ? text : undefined)) say(done);
      else mark(this.find(label));
    } catch (error) {
      tell(error);
    }
  }

  /** Copy an entry as it was written, with its source. */
  async copyPage(link) {
    const text = Promise.all([ask(link.href).then((answer) => answer.text()), this.load()]).then(([page]) => `${page.trimEnd()}\n\n---\n\n${this.list.dataset.ttSource}\n`);
    try {
      const copied = await copy(text);
      say(copied ? "Page copied as Markdown." : "This page may not copy. Open the Markdown, and copy it there.");
    } catch (error) {
      tell(error);
    }
  }
}

function tell(error) {
  console.error(error);
  say("It couldn't be read. Try again.");
}

function showKit(kit) {
  const forms = new Forms(kit);
  const labels = [...forms.own.querySelectorAll("code")].map((code) => code.dataset.ttForm).concat(forms.labels);
  const buttons = labels.map((label) => button(label, () => forms.copy(label)));
  const group = { class: "tt-buttons", role: "group", "aria-label": "Copy a link as" };
  const caption = element("span", { class: "tt-note", "aria-hidden": "true" }, "Copy a link as");
  forms.own.before(element("div", group, caption, ...buttons));
  const address = kit.querySelector(".tt-kit__address code");
  address.parentElement.after(" ", button("Copy", () => copyShown(address, "Address copied."), { "aria-label": "Copy the address" }));
  const raw = kit.querySelector(".tt-kit__raw a");
  raw.parentElement.append(" ", button("Copy this page as Markdown", () => forms.copyPage(raw)));
}

function showSample(sample) {
  const code = sample.querySelector("code");
  const label = sample.querySelector(".tt-sample__label");
  const name = label.textContent.trim();
  label.append(" ", button("Copy", () => copyShown(code, `Copied: ${name}.`), { "aria-label": `Copy: ${name}` }));
}

/** A page has been shown. */
function start() {
  for (const part of document.querySelectorAll("[data-tt-unknown]")) fillIn(part);
  for (const part of document.querySelectorAll(".tt-kit, .tt-sample")) {
    if ("ttReady" in part.dataset) continue;
    part.dataset.ttReady = "";
    if (part.matches(".tt-kit")) showKit(part);
    else showSample(part);
  }
}

/** The mark beside a heading leads to it, and copies its address: that which stays, where the page has one. */
async function onClick(event) {
  const link = followed(event, "a.headerlink");
  if (!link) return;
  const page = document.querySelector(".tt-kit__address code")?.textContent ?? location.origin + location.pathname;
  say((await copy(page + link.hash)) ? "Link copied." : "The address bar has the link.");
}

if (base) {
  document.addEventListener("click", onClick);
  onPage(start);
}
