/** A preview of the entry that a reference in the text leads to, while a pointer rests on it or it has the focus. */
import { element } from "./instruments/dom.js";
import { ask, base } from "./site.js";

const REFERENCE = "a.tt-ref[href]:not(.tt-ref--other)";
const REST = 250;
const GRACE = 150;
const known = new Map();
let card;
let shownFor;
let timer;

/** The entry's data: its address ends with its slug. */
function fetchEntry(link) {
  const path = new URL(link.href, document.baseURI).pathname.replace(/(\/index)?(\.html)?\/*$/, "");
  const slug = path.slice(path.lastIndexOf("/") + 1);
  if (!known.has(slug)) {
    const answer = ask(new URL(`api/v1/entries/${slug}.json`, base)).then((response) => response.json());
    answer.catch(() => known.delete(slug));
    known.set(slug, answer);
  }
  return known.get(slug);
}

function line(name, text) {
  return element("p", { class: `tt-preview__${name}` }, text);
}

function describe(entry) {
  const level = entry.number ?? entry.levels?.[0];
  const facts = [entry.kind.replaceAll("-", " "), level && `level ${level}`];
  if (entry.confidence) facts.push(`${"★".repeat(entry.confidence)}${"☆".repeat(3 - entry.confidence)}`);
  if (entry.status !== "stable") facts.push(entry.status);
  return facts.filter(Boolean).join(" · ");
}

async function show(link) {
  const entry = await fetchEntry(link).catch(() => null);
  if (!entry || shownFor !== link || !link.isConnected) return;
  card ??= element("div", { class: "tt-preview", id: "tt-preview", role: "tooltip" });
  card.replaceChildren(line("title", entry.title), line("facts", describe(entry)), line("summary", entry.summary ?? ""));
  document.body.append(card);
  link.setAttribute("aria-describedby", card.id);
  place(link);
}

/** Below the link, or above it where there is no room; always within the window. */
function place(link) {
  const box = link.getClientRects()[0];
  const margin = 8;
  const left = Math.min(Math.max(margin, box.left), document.documentElement.clientWidth - card.offsetWidth - margin);
  const below = box.bottom + card.offsetHeight + margin < window.innerHeight;
  card.style.left = `${left + window.scrollX}px`;
  card.style.top = `${(below ? box.bottom + 4 : box.top - card.offsetHeight - 4) + window.scrollY}px`;
}

function enter(link, wait) {
  clearTimeout(timer);
  if (shownFor === link) return;
  hide();
  shownFor = link;
  if (link.title) {
    link.dataset.ttTitle = link.title;
    link.removeAttribute("title");
  }
  timer = setTimeout(show, wait, link);
}

function leaveSoon() {
  clearTimeout(timer);
  timer = setTimeout(hide, GRACE);
}

function hide() {
  clearTimeout(timer);
  card?.remove();
  if (shownFor?.dataset.ttTitle) shownFor.title = shownFor.dataset.ttTitle;
  shownFor?.removeAttribute("aria-describedby");
  shownFor = undefined;
}

/** The reference, or the card that is shown for one, that an event is about. */
function target(event) {
  return event.target instanceof Element ? event.target.closest(`${REFERENCE}, .tt-preview`) : null;
}

function onEnter(event) {
  const place = target(event);
  if (place === null || event.pointerType === "touch") return;
  if (place === card) clearTimeout(timer);
  else enter(place, event.type === "focusin" ? 0 : REST);
}

if (base) {
  document.addEventListener("pointerover", onEnter);
  document.addEventListener("focusin", (event) => {
    if (target(event)?.matches(":focus-visible")) onEnter(event);
  });
  document.addEventListener("pointerout", (event) => target(event) && leaveSoon());
  document.addEventListener("focusout", (event) => target(event) && leaveSoon());
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  window.document$?.subscribe(hide);
}
