/** How a sheet is laid out: on a screen, where wide tables become cards, and on one side of A4. */

/** Below this width in CSS pixels a column is too narrow to write in; the first one may only hold questions. */
const COLUMN = 112;
const MOST_UPRIGHT = 5;
const SIZES = [10, 9, 8, 7];
const ROOMS = [9, 8, 7, 6, 5, 4, 3, 2, 1];
const TOO_LONG = 9;
const MILLIMETRE = 96 / 25.4;
/** Within the margins that `@page` in the style sheet leaves, with a little to spare. */
const HEIGHTS = { upright: 271, wide: 184 };

const columnsOf = (table) => table.rows[0]?.cells.length ?? 0;

/** Each row of a table becomes a card where its columns would be too narrow. */
export function fitScreen(root, signal) {
  const observer = new ResizeObserver(([{ contentRect }]) => {
    for (const table of root.querySelectorAll("table")) {
      table.toggleAttribute("data-tt-cards", contentRect.width < columnsOf(table) * COLUMN || contentRect.width < 360);
    }
  });
  observer.observe(root);
  signal.addEventListener("abort", () => observer.disconnect());
}

/** With as much room to write as fits. Before each print, until the signal: the root has the class `tt-printing`, and with it the paper's styles. */
export function fitPaper(article, root, signal) {
  const page = document.documentElement;
  const heads = [...root.querySelectorAll("thead tr")];
  const columns = heads.map((row) => row.querySelectorAll("th:not(.tt-tool)").length);
  const shape = Math.max(0, ...columns) > MOST_UPRIGHT ? "wide" : "upright";
  const set = (size, room) => {
    article.style.setProperty("--tt-type", `${size}pt`);
    article.style.setProperty("--tt-room", room);
    return article.offsetHeight <= HEIGHTS[shape] * MILLIMETRE;
  };
  const begin = () => {
    page.classList.add("tt-printing", `tt-printing-${shape}`);
    if (!SIZES.some((size) => ROOMS.some((room) => set(size, room)))) set(TOO_LONG, 1);
  };
  const end = () => page.classList.remove("tt-printing", `tt-printing-${shape}`);
  window.addEventListener("beforeprint", begin, { signal });
  window.addEventListener("afterprint", end, { signal });
  signal.addEventListener("abort", end);
}
