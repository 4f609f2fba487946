/** Instruments: each is fetched when a page has a place for it, an element with `data-tt-instrument="its-name"`. */
import { base, onPage } from "../site.js";

/** Those that stand in entries; the others have pages of their own. */
const IN_ENTRIES = ["simulation", "worksheet"];
/** What is said where they can't be had; those in entries are whole without. */
const UNLOADED = "This could not be loaded. Load the page again, or read on below.";
let leave = new AbortController();

/** A page has been shown. */
function start() {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  for (const element of document.querySelectorAll("[data-tt-instrument]")) {
    const name = element.dataset.ttInstrument;
    const fetched = IN_ENTRIES.includes(name) ? import("./entry.js") : import("./library.js");
    fetched.then(
      ({ instruments }) => signal.aborted || instruments[name](element, { base, signal }),
      (error) => {
        console.error(error);
        const status = element.querySelector(".tt-status");
        if (status) Object.assign(status, { hidden: false, textContent: UNLOADED });
      },
    );
  }
}

if (base) onPage(start);
