/** Links to take along: the link kit, samples to copy, and the marks beside headings. */
import { copy, say } from "./copy.js";
import { element } from "./instruments/dom.js";

const REFUSED = "This page may not copy. It is marked for you: press Ctrl+C, or ⌘C.";
const marker = document.getElementById("tt-site");
// Taken once: instant navigation keeps the header, and changes the address that it is relative to.
const base = marker && new URL(`${marker.dataset.base.replace(/\/+$/, "")}/`, document.baseURI);

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

function button(words, onclick, label) {
  return element("button", { class: "tt-button", type: "button", "aria-label": label, onclick }, words);
}

/** Copy what stands in the page, or mark it where the browser refuses. */
async function copyShown(code, done) {
  const text = code.textContent;
  if (await copy(text, "ttRich" in code.dataset ? text : undefined)) {
    say(done);
    return;
  }
  const folded = code.closest("details");
  if (folded) folded.open = true;
  getSelection().selectAllChildren(code);
  code.scrollIntoView({ block: "nearest" });
  say(REFUSED);
}

/** Copy an entry as it was written, with its source. */
async function copyPage(link, source) {
  const fetched = fetch(link.href).then((answer) => {
    if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
    return answer.text();
  });
  try {
    const copied = await copy(fetched.then((text) => `${text.trimEnd()}\n\n---\n\n${source}\n`));
    say(copied ? "Page copied as Markdown." : "This page may not copy. Open the Markdown, and copy it there.");
  } catch (error) {
    console.error(error);
    say("The Markdown couldn't be read. Try again.");
  }
}

function showKit(kit) {
  const forms = [...kit.querySelectorAll("code[data-tt-form]")].map((code) =>
    button(code.dataset.ttForm, () => copyShown(code, `Copied: ${code.dataset.ttForm}.`)),
  );
  const group = { class: "tt-buttons", role: "group", "aria-label": "Copy a link as" };
  const caption = element("span", { class: "tt-note", "aria-hidden": "true" }, "Copy a link as");
  kit.querySelector(".tt-kit__forms").before(element("div", group, caption, ...forms));
  const address = kit.querySelector(".tt-kit__address code");
  address.parentElement.after(" ", button("Copy", () => copyShown(address, "Address copied."), "Copy the address"));
  const raw = kit.querySelector(".tt-kit__raw a");
  kit.querySelector(".tt-kit__raw").append(
    " ",
    button("Copy this page as Markdown", () => copyPage(raw, kit.dataset.ttSource)),
  );
}

function showSample(sample) {
  const code = sample.querySelector("code");
  const label = sample.querySelector(".tt-sample__label");
  const name = label.textContent.trim();
  label.append(" ", button("Copy", () => copyShown(code, `Copied: ${name}.`), `Copy: ${name}`));
}

/** A page has been shown: at first, and by each instant navigation. */
function onPage() {
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
  const link = event.target instanceof Element ? event.target.closest("a.headerlink") : null;
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const page = document.querySelector(".tt-kit")?.dataset.ttAddress ?? location.origin + location.pathname;
  say((await copy(page + link.hash)) ? "Link copied." : "The address bar has the link.");
}

if (base) {
  document.addEventListener("click", onClick);
  if (window.document$) window.document$.subscribe(onPage);
  else onPage();
}
