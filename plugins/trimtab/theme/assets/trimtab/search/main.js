/** Search, wired to the page: the header's link, its keys, and the search page. The rest is fetched when it is used. */
import { base, followed, onPage } from "../site.js";
import { makeDialog, OUT_OF_ORDER } from "./box.js";

const KEYS = ["/", "s", "f"];
const FIELDS = "input, textarea, select, [contenteditable]:not([contenteditable=false])";
const site = findSite();
let served;

/** Taken once, as `base` is. */
function findSite() {
  const link = document.querySelector("a.tt-search-open");
  return base && link && { base, page: link.href };
}

/** Whether a key goes into a field. For a moment after closing, the dialog's own field still has the focus. */
function typing(event) {
  const [target] = event.composedPath();
  const field = target instanceof Element ? target.closest(FIELDS) : null;
  return field !== null && !field.closest("dialog:not([open])");
}

/** Fetch what the search does and have it do something; where it can't be had, a line says so. */
function ask(line, act) {
  import("./asking.js").then(
    ({ parts }) => act(parts),
    (error) => {
      console.error(error);
      line.textContent = OUT_OF_ORDER;
    },
  );
}

/** The dialog is shown before its code has come, so that no key is lost. */
function open() {
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
  ask(dialog.querySelector(".tt-search-status"), (parts) => parts.dialog(dialog, site));
}

function onKey(event) {
  const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
  if (modified || event.defaultPrevented || !KEYS.includes(event.key) || typing(event)) return;
  if (document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open();
}

function onClick(event) {
  if (!followed(event, "a.tt-search-open")) return;
  event.preventDefault();
  event.stopPropagation();
  open();
}

/** A page has been shown. */
function start() {
  document.querySelector("dialog.tt-search[open]")?.close();
  const page = document.querySelector(".tt-search-page");
  if (page === served?.page) return;
  served?.leave.abort();
  served = page && { page, leave: new AbortController() };
  if (!page) return;
  const { signal } = served.leave;
  ask(page.querySelector(".tt-search-lists p"), (parts) => signal.aborted || parts.page(page, site, signal));
}

if (site) {
  document.addEventListener("keydown", onKey);
  // Before Material's own listener, which would take the click for a navigation.
  document.addEventListener("click", onClick, { capture: true });
  onPage(start);
}
