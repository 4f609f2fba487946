/** Search, wired to the page: the header's link, its keys, and the search page. The rest is fetched when it is used. */
import { makeDialog } from "./box.js";

const KEYS = ["/", "s", "f"];
const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const site = findSite();
let served;

function findSite() {
  const marker = document.getElementById("tt-site");
  const link = document.querySelector("a.tt-search-open");
  if (!marker || !link) return null;
  const base = new URL(`${marker.dataset.base.replace(/\/+$/, "")}/`, document.baseURI);
  // Instant navigation keeps the header and changes the address: a relative link would lead astray.
  link.href = new URL(link.getAttribute("href"), document.baseURI);
  return { base, page: link.href };
}

/** Whether a key goes into a field. For a moment after closing, the dialog's own field still has the focus. */
function typing(event) {
  const [target] = event.composedPath();
  const field = target instanceof Element ? target.closest(FIELDS) : null;
  return field !== null && !field.closest("dialog:not([open])");
}

/** The dialog is shown before its code has come, so that no key is lost. */
async function open() {
  const onPage = document.getElementById("tt-search-q");
  if (onPage?.form.hidden === false) {
    onPage.focus();
    onPage.select();
    return;
  }
  const dialog = document.querySelector("dialog.tt-search") ?? makeDialog(site.page);
  const back = document.activeElement;
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".tt-search-input").select();
  dialog.addEventListener("close", () => back?.focus({ preventScroll: true }), { once: true });
  const { attach } = await import("./dialog.js");
  attach(dialog, site);
}

function onKey(event) {
  const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  if (modified || event.defaultPrevented || !KEYS.includes(event.key) || typing(event)) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open();
}

function onClick(event) {
  const link = event.target instanceof Element ? event.target.closest("a.tt-search-open") : null;
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  open();
}

/** A page has been shown: at first, and by each instant navigation. */
async function onPage() {
  document.querySelector("dialog.tt-search[open]")?.close();
  const page = document.querySelector(".tt-search-page");
  if (page === served?.page) return;
  served?.leave.abort();
  served = page && { page, leave: new AbortController() };
  if (!page) return;
  const { signal } = served.leave;
  const { attach } = await import("./page.js");
  if (!signal.aborted) attach(page, site, signal);
}

if (site) {
  document.addEventListener("keydown", onKey);
  // Before Material's own listener, which would take the click for a navigation.
  document.addEventListener("click", onClick, { capture: true });
  if (window.document$) window.document$.subscribe(onPage);
  else onPage();
}
