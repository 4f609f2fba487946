/** Instruments: each is fetched when a page has a place for it, an element with `data-tt-instrument="its-name"`. */

const marker = document.getElementById("tt-site");
// Taken once: instant navigation keeps the header, and changes the address that it is relative to.
const base = marker && new URL(`${marker.dataset.base.replace(/\/+$/, "")}/`, document.baseURI);
let leave = new AbortController();

/** A page has been shown: at first, and by each instant navigation. */
function onPage() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  for (const element of document.querySelectorAll("[data-tt-instrument]")) {
    import(`./${element.dataset.ttInstrument}.js`).then(({ attach }) => {
      if (!signal.aborted) attach(element, { base, signal });
    });
  }
}

if (base) {
  if (window.document$) window.document$.subscribe(onPage);
  else onPage();
}
