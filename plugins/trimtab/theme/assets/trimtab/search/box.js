/** The search dialog as it is before its code has come, and what is said where the search can't be had. */

/** Why search can't answer, for a reader. */
export const OUT_OF_ORDER = "Search isn’t available: a part of it could not be loaded. Reload the page to try again, or use the site’s lists.";

const GLASS = `<svg class="tt-search-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><circle cx="10" cy="10" r="6"/><path d="m14.5 14.5 6 6"/></svg>`;
const BOX = `
<dialog class="tt-search" aria-label="Search">
  <form class="tt-search-form" role="search" method="get">
    ${GLASS}
    <input class="tt-search-input" type="text" name="q" placeholder="Search" aria-label="Search" role="combobox" aria-expanded="false" aria-controls="tt-search-listbox" aria-autocomplete="list" aria-describedby="tt-search-hint" inputmode="search" enterkeyhint="go" autocomplete="off" autocapitalize="off" spellcheck="false">
    <button class="tt-search-close" type="button"><span class="tt-search-hidden">Close search</span><kbd class="tt-search-key" aria-hidden="true">Esc</kbd><svg class="tt-search-icon" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="m6 6 12 12M18 6 6 18"/></svg></button>
  </form>
  <p class="tt-search-status" role="status"></p>
  <p class="tt-search-note" hidden></p>
  <div class="tt-search-listbox" id="tt-search-listbox" role="listbox" aria-label="Results" tabindex="-1" hidden></div>
  <div class="tt-search-none" hidden></div>
  <div class="tt-search-foot">
    <p class="tt-search-hint" id="tt-search-hint"><kbd class="tt-search-key">↑</kbd> <kbd class="tt-search-key">↓</kbd> to choose, <kbd class="tt-search-key">Enter</kbd> to open. Or narrow it: <span class="tt-search-levels"><code>level:6</code>, </span><code class="tt-search-kind">kind:pattern</code></p>
    <a class="tt-search-all">Search with filters</a>
  </div>
</dialog>`;

/**
 * Put the dialog into the page.
 * @param {string} page the address of the search page.
 */
export function makeDialog(page) {
  const template = document.createElement("template");
  template.innerHTML = BOX;
  const dialog = template.content.querySelector("dialog");
  dialog.querySelector("form").action = page;
  dialog.querySelector(".tt-search-all").href = page;
  dialog.querySelector(".tt-search-close").addEventListener("click", () => dialog.close());
  document.body.append(dialog);
  return dialog;
}
