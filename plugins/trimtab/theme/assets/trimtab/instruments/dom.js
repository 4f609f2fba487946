/** Elements, made without markup: texts stay texts. */

/**
 * An element.
 * @param {string} name its tag.
 * @param {Object} [attributes] its attributes; `onclick` and the like are listeners, true is a bare attribute, and
 *   what is null, undefined or false is left out.
 * @param {...(Node|string|null)} children what it holds.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A button that holds something, or several things. */
export function button(held, onclick, attributes = {}) {
  return element("button", { class: "tt-button", type: "button", onclick, ...attributes }, ...[held].flat());
}

/** The address of a page, given relative to the site's top. */
export function address(base, url) {
  return new URL(url, base).href;
}

/** A link to an entry of `api/v1/entries.json`. */
export function entryLink(base, entry) {
  return element("a", { href: address(base, entry.url) }, entry.title);
}
