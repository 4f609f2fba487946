/** The site, and what all parts of a page do alike. */

const marker = document.getElementById("tt-site");

/** The site's top. Taken once: instant navigation keeps the header, and changes the address that it is relative to. */
export const base = marker && new URL(`${marker.dataset.base.replace(/\/+$/, "")}/`, document.baseURI);

/** Call something for the page that is shown: at first, and after each instant navigation. */
export function onPage(call) {
  if (window.document$) window.document$.subscribe(call);
  else call();
}

/** The link that a click follows here, of those that a selector names; none where another tab or a download is asked for. */
export function followed(event, selector) {
  const link = event.target instanceof Element ? event.target.closest(selector) : null;
  return event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey ? null : link;
}

/** What a server answers; an error where it has no such file. */
export async function ask(address, signal) {
  const answer = await fetch(address, { signal });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}`);
  return answer;
}

/** A page as a document. */
export async function askPage(address, signal) {
  const answer = await ask(address, signal);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Change what the address asks for, without a step that Back undoes. */
export function showQuery(query) {
  history.replaceState(history.state, "", `${location.pathname}${query && `?${query}`}${location.hash}`);
}
