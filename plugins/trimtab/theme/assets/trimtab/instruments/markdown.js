/** What an instrument found, as Markdown for a wiki: its texts, and the buttons that copy and save it. */
import { copy as copied } from "../copy.js";
import { button, element } from "./dom.js";

const SIGNS = /[\\`*_[\]<>|~]|&(?=#?\w+;)/g;

/** Words on one line that Markdown shows as they are. */
export function escaped(text) {
  return text.replace(/\s+/g, " ").trim().replace(SIGNS, "\\$&");
}

/** A link whose address stays whole in Markdown. */
export function linked(text, href) {
  return `[${escaped(text)}](${href.replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"))})`;
}

/**
 * Buttons that copy a text and save it as a file.
 * @param {function(): string} text makes the text when it is asked for.
 * @param {function(): string} name the file's.
 */
export function exportButtons(text, name) {
  const said = element("span", { class: "tt-note", role: "status" });
  const copy = async () => {
    field.value = text();
    field.hidden = true;
    if (await copied(field.value)) {
      said.textContent = "Copied.";
    } else {
      field.hidden = false;
      field.select();
      said.textContent = "Copy the text below.";
    }
  };
  const save = () => {
    download(text(), name());
    said.textContent = "Saved.";
  };
  const field = element("textarea", {
    class: "tt-field tt-export",
    readonly: true,
    rows: 10,
    "aria-label": "As Markdown",
    hidden: true,
  });
  return element(
    "div",
    { class: "tt-exports" },
    element("div", { class: "tt-buttons" }, button("Copy as Markdown", copy), button("Download as Markdown", save), said),
    field,
  );
}

/** Save a text as a file. */
export function download(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/markdown;charset=utf-8" }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
