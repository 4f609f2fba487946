/** Tables: those that ask for it are sorted by their headings, and all that are too wide can be scrolled by keyboard. */
import { element } from "./instruments/dom.js";
import { askPage, onPage } from "./site.js";

const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true, sensitivity: "base" });

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.ttSort ?? cell.textContent.trim();
}

/** The rows of all pages of a list, once they have been asked for. */
const whole = new WeakMap();

/** The rows of a table; those of a list in parts are fetched from the other parts, as they stand there. */
function rowsOf(table) {
  const pager = document.querySelector(".tt-pager");
  if (!pager) return Promise.resolve([...table.tBodies[0].rows]);
  if (!whole.has(table)) {
    const coming = fetchParts(table, Number(pager.dataset.ttParts), new URL(pager.dataset.ttFirst, document.baseURI));
    coming.catch(() => whole.delete(table));
    whole.set(table, coming);
  }
  return whole.get(table);
}

async function fetchParts(table, total, first) {
  const html = /\.html$/.test(first.pathname);
  const at = (number) => new URL(html ? first.href.replace(/(\/index)?\.html$/, `/page/${number}.html`) : `page/${number}/`, first);
  const own = Number(document.querySelector(".tt-pager [aria-current] .tt-pager__number").textContent);
  const numbers = Array.from({ length: total }, (_, index) => index + 1);
  const parts = await Promise.all(
    numbers.map((number) => (number === own ? [...table.tBodies[0].rows] : fetchRows(number === 1 ? first : at(number)))),
  );
  return parts.flat();
}

async function fetchRows(address) {
  const page = await askPage(address);
  const rows = [...page.querySelector("table[data-tt-sortable]").tBodies[0].rows];
  for (const link of rows.flatMap((row) => [...row.querySelectorAll("a[href]")])) {
    link.href = new URL(link.getAttribute("href"), address).href;
  }
  return rows.map((row) => document.adoptNode(row));
}

async function sortBy(table, header, column) {
  const ascending = header.getAttribute("aria-sort") !== "ascending";
  const found = await rowsOf(table);
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const rows = [...found].sort((a, b) => collator.compare(valueOf(a, column), valueOf(b, column)));
  table.tBodies[0].replaceChildren(...(ascending ? rows : rows.reverse()));
  // The whole list is here now: its parts are no longer what the table shows.
  document.querySelector(".tt-pager")?.setAttribute("hidden", "");
}

/** Each heading becomes a button that sorts by its column. */
function makeSortable(table) {
  for (const [column, header] of [...table.tHead.rows[0].cells].entries()) {
    const onclick = () => sortBy(table, header, column).catch(console.error);
    header.append(element("button", { class: "tt-sort", type: "button", onclick }, ...header.childNodes));
  }
  table.dataset.ttSortable = "on";
}

/**
 * What scrolls sideways can have the focus, so that the arrow keys scroll it; what doesn't is no stop on the way. Where a
 * line stands above that says so, it is shown, and the edge fades behind which the table goes on.
 */
function fit(wrap) {
  const { scrollWidth, clientWidth, scrollLeft } = wrap;
  const wide = scrollWidth > clientWidth;
  if (wide) wrap.tabIndex = 0;
  else wrap.removeAttribute("tabindex");
  const line = wrap.previousElementSibling;
  if (!line?.matches(".tt-wide")) return;
  line.hidden = !wide;
  // From right to left, places to scroll to are negative.
  wrap.classList.toggle("tt-more", Math.abs(scrollLeft) + clientWidth < scrollWidth - 1);
}

const widths = new ResizeObserver((changed) => {
  for (const { target } of changed) fit(target.closest(".md-typeset__scrollwrap"));
});

function start() {
  for (const table of document.querySelectorAll("table[data-tt-sortable='']")) makeSortable(table);
  widths.disconnect();
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
    widths.observe(wrap);
    widths.observe(wrap.firstElementChild);
    wrap.onscroll = () => fit(wrap);
  }
}

onPage(start);
