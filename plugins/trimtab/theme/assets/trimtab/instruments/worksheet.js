/** Worksheets: a template's blanks become fields. What is written stays in this browser until it is handed on. */

import { copy } from "../copy.js";
import { button, element } from "./dom.js";
import { download } from "./markdown.js";
import { fromFragment, Store, toFragment } from "./worksheet/keeping.js";
import { fitPaper, fitScreen } from "./worksheet/layout.js";
import { Sheet } from "./worksheet/sheet.js";
import { toMarkdown } from "./worksheet/writing.js";

const PAUSE = 400;
const HERE = "Kept in this browser only.";
const MINE = "What you wrote here yourself is still kept; keeping this would replace it.";
const THEIRS = "It isn't kept in this browser unless you say so.";
const NOWHERE = "This browser can't keep what you write: copy or download it before you leave.";

/**
 * Turns an entry's template into a sheet to fill in.
 * @param {Element} article the entry; `data-tt-section` is the id of its template's heading, empty where the whole body
 *   is the template, and `data-tt-slug` names it.
 */
export function attach(article, { base, signal }) {
  const root = enclose(article);
  const sheet = root && new Sheet(root);
  if (!sheet || sheet.isBlank) return;
  root.classList.add("tt-sheet");
  // With the site's path, so that sites of one host keep their sheets apart.
  new Desk(article, root, sheet, `trimtab:sheet:${base.pathname}${article.dataset.ttSlug}`).open(signal);
}

/** Puts what stands between the heading and the next of its rank into an element of its own. */
function enclose(article) {
  const id = article.dataset.ttSection;
  const heading = id ? document.getElementById(id) : null;
  if (id && !heading) return null;
  const root = element("div");
  const ends = (node) =>
    node.nodeType === Node.ELEMENT_NODE &&
    (node.matches(".tt-after, .footnote") ||
      (heading && /^H[1-6]$/.test(node.tagName) && node.tagName <= heading.tagName));
  let node = heading ? heading.nextSibling : article.querySelector(".tt-body").firstChild;
  node?.before(root);
  while (node && !ends(node)) {
    root.append(node);
    node = root.nextSibling;
  }
  return root;
}

/** Where a sheet lies: it is kept, handed on and printed here. */
class Desk {
  constructor(article, root, sheet, key) {
    Object.assign(this, { article, root, sheet, store: new Store(key), earlier: {}, visiting: false, timer: 0 });
    sheet.changed = (undo) => this.changed(undo);
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    this.address = canonical ?? location.href.split(/[?#]/)[0];
    this.title = article.querySelector("h1").textContent.trim();
  }

  open(signal) {
    this.status = element("span", { role: "status" });
    this.undo = button("Undo", () => this.back());
    this.undo.hidden = true;
    this.note = element("div", { class: "tt-tool tt-buttons tt-sheet-note" });
    this.rest = element("div", { class: "tt-tool tt-sheet-earlier" });
    this.tools = element(
      "div",
      { class: "tt-tool tt-buttons tt-sheet-tools", role: "group", "aria-label": "This sheet" },
      element("p", { class: "tt-status tt-sheet-status" }, this.status, " ", this.undo),
      button("Copy as Markdown", () => this.copy(this.markdown, "Copied.")),
      button("Download as Markdown", () => this.download()),
      button("Print", () => window.print()),
      button("Copy link with what you wrote", () => this.copyLink()),
      button("Clear", () => this.clear()),
    );
    this.root.prepend(element("p", { class: "tt-tool tt-note" }, "Fill it in here, or copy or print it."), this.note);
    this.root.append(this.rest, this.tools, element("p", { class: "tt-sheet-address" }, this.address));
    this.root.addEventListener("input", ({ target }) => {
      if (!target.matches("[readonly]")) this.changed();
    });
    const on = (target, type, listener) => target.addEventListener(type, listener, { signal });
    on(window, "pagehide", () => this.save());
    on(document, "visibilitychange", () => this.save());
    on(window, "hashchange", () => this.visit());
    on(window, "storage", ({ key }) => {
      if (key === this.store.key && !this.visiting && !this.timer) this.showOwn();
    });
    signal.addEventListener("abort", () => this.save());
    fitScreen(this.root, signal);
    fitPaper(this.article, this.root, signal);
    this.showOwn();
    this.visit();
  }

  get contents() {
    return { ...this.sheet.contents, earlier: this.earlier };
  }

  get markdown() {
    return toMarkdown(this);
  }

  /** Something was written, or with `undo` taken away: then what was there can be had back. */
  changed(undo) {
    window.clearTimeout(this.timer);
    this.timer = this.visiting ? 0 : window.setTimeout(() => this.save(), PAUSE);
    this.was = undo?.before;
    this.undo.hidden = !undo;
    if (undo) this.say(undo.what);
  }

  back() {
    this.show({ earlier: this.earlier, ...this.was });
    this.changed();
    this.save();
    this.root.querySelector("textarea, input").focus();
  }

  save() {
    if (!this.timer) return;
    window.clearTimeout(this.timer);
    this.timer = 0;
    const kept = this.store.save(this.contents);
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    if (!kept) this.say(NOWHERE);
    else if (this.undo.hidden) this.say(`Saved at ${time}. ${HERE}`);
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  show(contents) {
    this.earlier = this.sheet.show(contents);
    const lost = Object.entries(this.earlier).map(([name, value]) => [name, value === true ? "yes" : value || "no"]);
    this.rest.replaceChildren();
    if (!lost.length) return;
    this.rest.append(
      element("p", { class: "tt-sheet-title" }, "From an earlier version of this sheet"),
      element("dl", {}, ...lost.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)])),
      button("Discard these", () => {
        const before = this.contents;
        this.show({ ...this.sheet.contents, earlier: {} });
        this.changed({ what: "Discarded.", before });
        this.undo.focus();
      }),
    );
  }

  showOwn() {
    this.visiting = false;
    this.note.replaceChildren();
    this.show(this.store.load() ?? { answers: {}, rows: {} });
    this.say(this.store.works ? HERE : NOWHERE);
  }

  /** Shows what came with the link. It replaces what is kept only if that is asked for. */
  async visit() {
    const contents = await fromFragment(location.hash);
    if (!contents) return;
    this.save();
    const own = this.store.load() !== null;
    this.visiting = true;
    this.undo.hidden = true;
    this.show(contents);
    this.say("Not kept in this browser yet.");
    const keep = () => {
      const before = this.store.load() ?? { answers: {}, rows: {}, earlier: {} };
      this.visiting = false;
      this.changed(own ? { what: `${HERE} What was here before is replaced.`, before } : undefined);
      this.save();
      this.leave();
    };
    const refuse = () => {
      this.showOwn();
      this.leave();
    };
    this.note.replaceChildren(
      element("p", { role: "status" }, `You see what came with the link. ${own ? MINE : THEIRS}`),
      button(own ? "Replace mine with this" : "Keep it in this browser", keep),
      button(own ? "Show mine" : "Start with an empty sheet", refuse),
    );
  }

  /** The link has done its work. */
  leave() {
    this.note.replaceChildren();
    history.replaceState(history.state, "", location.pathname + location.search);
    this.root.querySelector("textarea, input").focus();
  }

  clear() {
    const before = this.contents;
    this.show({ answers: {}, rows: {} });
    this.changed({ what: "Cleared.", before });
    this.undo.focus();
  }

  download() {
    download(this.markdown, `${this.article.dataset.ttSlug}.md`);
  }

  async copyLink() {
    const fragment = await toFragment(this.sheet.contents);
    if (!fragment) this.say("This is too much for a link: download it instead.");
    else {
      const url = location.href.split("#")[0] + fragment;
      await this.copy(url, "Link copied. Whoever has it can read what you wrote.");
    }
  }

  async copy(text, done) {
    this.root.querySelector(".tt-sheet-copy")?.remove();
    if (await copy(text)) return this.say(done);
    const shown = { class: "tt-sheet-copy", readonly: true, rows: 6, "aria-label": "Text to copy" };
    const field = element("textarea", shown, text);
    this.tools.append(field);
    field.select();
    return this.say("Copy it from the field below.");
  }
}
