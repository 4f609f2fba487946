/* Sortable tables: each heading becomes a button that sorts by its column. Without this the table is plain. */

const collator = new Intl.Collator(document.documentElement.lang || "en", { numeric: true, sensitivity: "base" })

function valueOf(row, column) {
  const cell = row.cells[column]
  return cell.dataset.ttSort ?? cell.textContent.trim()
}

function sortBy(table, header, column) {
  const ascending = header.getAttribute("aria-sort") !== "ascending"
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort")
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending")
  const body = table.tBodies[0]
  const rows = [...body.rows].sort((a, b) => collator.compare(valueOf(a, column), valueOf(b, column)))
  body.append(...(ascending ? rows : rows.reverse()))
}

function enhance(table) {
  for (const [column, header] of [...table.tHead.rows[0].cells].entries()) {
    const button = document.createElement("button")
    button.type = "button"
    button.className = "tt-sort"
    button.append(...header.childNodes)
    button.addEventListener("click", () => sortBy(table, header, column))
    header.append(button)
  }
  table.dataset.ttSortable = "on"
}

function start() {
  for (const table of document.querySelectorAll("table[data-tt-sortable='']")) enhance(table)
}

if (window.document$) window.document$.subscribe(start)
else start()
