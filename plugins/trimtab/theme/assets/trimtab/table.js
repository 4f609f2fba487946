/** Tables: those that ask for it are sorted by their headings, and all that are too wide can be scrolled by keyboard. */

const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true, sensitivity: "base" });

function valueOf(row, column) {
  const cell = row.cells[column];
  return cell.dataset.ttSort ?? cell.textContent.trim();
}

function sortBy(table, header, column) {
  const ascending = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const body = table.tBodies[0];
  const rows = [...body.rows].sort((a, b) => collator.compare(valueOf(a, column), valueOf(b, column)));
  body.append(...(ascending ? rows : rows.reverse()));
}

/** Each heading becomes a button that sorts by its column. */
function makeSortable(table) {
  for (const [column, header] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "tt-sort";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(table, header, column));
    header.append(button);
  }
  table.dataset.ttSortable = "on";
}

/** What scrolls sideways can have the focus, so that the arrow keys scroll it; what doesn't is no stop on the way. */
const widths = new ResizeObserver((changed) => {
  for (const { target } of changed) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

function start() {
  for (const table of document.querySelectorAll("table[data-tt-sortable='']")) makeSortable(table);
  widths.disconnect();
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) widths.observe(wrap);
}

if (window.document$) window.document$.subscribe(start);
else start();
