/** A sheet as Markdown: the template with the answers in their places. */

import { fieldOf } from "./fields.js";

const INDENT = " ".repeat(4);
const BLOCKS = "p, ul, ol, dl, dt, dd, table, div, section, pre, blockquote, hr, details, summary, h1, h2, h3, h4, h5, h6";
const SKIPPED = ".headerlink, .tt-tool, .tt-sheet-address, .task-list-indicator, script, style";
const MARKS = { STRONG: "**", B: "**", EM: "*", I: "*", DEL: "~~", S: "~~" };
const ALIGNED = { left: ":---", center: ":---:", right: "---:" };

/**
 * The Markdown of a filled sheet.
 * @param {{title: string, root: Element, address: string}} page
 */
export function toMarkdown({ title, root, address }) {
  return `${[`# ${escape(title)}`, ...blocks(root, shiftOf(root)), `<${address}>`].join("\n\n")}\n`;
}

/** How many levels headings rise, so that those of the sheet follow its title. */
function shiftOf(root) {
  const levels = [...root.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((node) => Number(node.tagName[1]));
  return Math.min(...levels, 6) - 2;
}

/** The blocks below an element, each as Markdown. */
function blocks(parent, shift) {
  const made = [];
  let line = [];
  const end = () => {
    const text = inlines(line);
    if (text) made.push(text);
    line = [];
  };
  for (const node of parent.childNodes) {
    if (node.nodeType !== Node.ELEMENT_NODE || !node.matches(BLOCKS)) {
      line.push(node);
    } else if (!node.matches(SKIPPED)) {
      end();
      made.push(...block(node, shift));
    }
  }
  end();
  return made;
}

function block(node, shift) {
  const name = node.tagName;
  if (/^H[1-6]$/.test(name)) return [`${"#".repeat(Math.max(2, Number(name[1]) - shift))} ${inlines(node.childNodes)}`];
  if (name === "P") return [opening(inlines(node.childNodes))].filter(Boolean);
  if (name === "UL" || name === "OL") return [list(node, shift)];
  if (name === "TABLE") return [table(node)];
  if (name === "HR") return ["---"];
  if (name === "PRE") return [fenced(node.textContent)];
  if (name === "BLOCKQUOTE") return [blocks(node, shift).join("\n\n").replace(/^/gm, "> ").replace(/ +$/gm, "")];
  return blocks(node, shift);
}

function fenced(text) {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}\n${text.replace(/\n$/, "")}\n${fence}`;
}

function list(node, shift) {
  const first = Number(node.getAttribute("start") ?? 1);
  const items = [...node.children].map((item, at) => {
    const parts = blocks(item, shift);
    const text = parts.join(item.querySelector(":scope > p") ? "\n\n" : "\n").replace(/\n(?=.)/g, `\n${INDENT}`);
    return `${node.tagName === "OL" ? `${first + at}.` : "-"} ${text}`.trimEnd();
  });
  return items.join("\n");
}

function table(node) {
  const rows = [...node.rows].map((row) => [...row.cells].filter((cell) => !cell.matches(SKIPPED)));
  const lines = rows.map((cells) => `|${cells.map((cell) => inCell(inlines(cell.childNodes))).join("|")}|`);
  const rule = rows[0]?.map((cell) => ` ${ALIGNED[cell.style.textAlign] ?? "---"} `).join("|");
  lines.splice(1, 0, `|${rule}|`);
  return lines.join("\n");
}

function inCell(text) {
  const line = text.replace(/\\?\|/g, "\\|").replace(/\s*\n\s*/g, "<br>");
  return line ? ` ${line} ` : " ";
}

/** Text, marks and answers in a row. A break of the line is one. */
function inlines(nodes) {
  const text = [...nodes].map(inline).join("");
  const lines = text.split("\n").map((line) => line.trim());
  return lines.join("\n").trim().replace(/([^\n])\n(?=[^\n])/g, "$1  \n");
}

function inline(node) {
  if (node.nodeType === Node.TEXT_NODE) return escape(node.data.replace(/\s+/g, " "));
  if (node.nodeType !== Node.ELEMENT_NODE || node.matches(SKIPPED)) return "";
  const field = fieldOf(node);
  if (field) return answer(field);
  const inner = () => [...node.childNodes].map(inline).join("");
  if (node.tagName === "BR") return "\n";
  if (node.tagName === "CODE") return `\`${node.textContent}\``;
  if (node.tagName === "IMG") return `![${escape(node.alt)}](${node.src})`;
  if (node.tagName === "A" && node.href) return `[${inner()}](${node.href})`;
  const mark = MARKS[node.tagName];
  const text = inner();
  return mark && text.trim() ? text.replace(/^(\s*)([^]*?)(\s*)$/, `$1${mark}$2${mark}$3`) : text;
}

/** What someone wrote stays as it is: it may be Markdown. */
function answer(field) {
  if (typeof field.value === "boolean") return field.value ? "[x]" : "[ ]";
  if (field.inline) return field.value || "____";
  return field.value;
}

function escape(text) {
  return text.replace(/[\\`*<]/g, "\\$&").replace(/(?<!\w)_(?=\w)|(?<=\w)_(?!\w)/g, "\\_");
}

/** A paragraph that would begin as something else if it stood alone. */
function opening(text) {
  return text.replace(/^(\d+)([.)]\s)/, "$1\\$2").replace(/^([-+>]\s|#)/, "\\$1");
}
