/** What is copied, and the line that says so. */
import { element } from "./instruments/dom.js";

const SHOWN = 6000;
let line;
let timer;

/**
 * Copy a text, and where it has one its form as HTML, which editors paste as what it looks like.
 * @param {string|Promise<string>} text
 * @param {string|Promise<string>} [html]
 * @returns {Promise<boolean>} whether it was copied; browsers may refuse.
 */
export async function copy(text, html) {
  try {
    const parts = html === undefined ? { "text/plain": text } : { "text/plain": text, "text/html": html };
    // A browser lets a page copy at a click alone: what is still to be fetched is promised at once.
    const blob = async ([type, part]) => new Blob([await part], { type });
    const blobs = Object.entries(parts).map((each) => [each[0], blob(each)]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copyAsBefore(await text, await html);
  }
}

/** The way that works without a secure connection too, as within many companies. */
function copyAsBefore(text, html) {
  let copied = false;
  const fill = (event) => {
    event.clipboardData.setData("text/plain", text);
    if (html !== undefined) event.clipboardData.setData("text/html", html);
    event.preventDefault();
    event.stopImmediatePropagation();
    copied = true;
  };
  const selection = getSelection();
  // Safari copies only where something is selected.
  const none = selection.isCollapsed;
  if (none) selection.selectAllChildren(document.body);
  document.addEventListener("copy", fill, { capture: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", fill, { capture: true });
  if (none) selection.removeAllRanges();
  return done && copied;
}

/** Say something in passing, to eyes and ears. */
export function say(text) {
  line ??= element("p", { class: "tt-said", role: "status" });
  if (!line.isConnected) document.body.append(line);
  clearTimeout(timer);
  line.textContent = "";
  // A change is read aloud only in a line that was there before it.
  timer = setTimeout(() => {
    line.textContent = text;
    timer = setTimeout(() => (line.textContent = ""), SHOWN);
  }, 100);
}
