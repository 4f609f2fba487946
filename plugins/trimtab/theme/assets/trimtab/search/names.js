/** Which entries bear exactly a name, and which words are too common to look for: what the site's build found out. */
import { fold } from "../text.js";

/**
 * @typedef {{isCommon: (word: string) => boolean, bearers: (name: string) => Promise<string[]>}} Names
 */

/**
 * What `pagefind/trimtab.json` leads to. Without it no word is too common and no name is known.
 *
 * @param {URL} base  the root of the site
 * @returns {Promise<Names>}
 */
export async function openNames(base) {
  const { common = [], names = [] } = await fetchJson(new URL("pagefind/trimtab.json", base));
  const [stamp, files] = names;
  const fetched = new Map();
  const file = (number) => {
    const address = new URL(`pagefind/names/${stamp}-${number}.json`, base);
    if (!fetched.has(number)) fetched.set(number, fetchJson(address));
    return fetched.get(number);
  };
  /** The ids of those that bear a name: as their title first, then as an alias. */
  const bearers = async (name) => {
    const folded = fold(name);
    if (!files || !folded) return [];
    const known = await file(hash(folded) % files);
    return Object.hasOwn(known, folded) ? known[folded].flat() : [];
  };
  return { isCommon: (word) => common.includes(fold(word)), bearers };
}

/** What a file says; nothing where it can't be had. */
export async function fetchJson(address) {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : {};
  } catch {
    return {};
  }
}

/** FNV-1a, of 32 bits, as in `merging.py`. */
function hash(text) {
  let found = 2166136261;
  for (const byte of new TextEncoder().encode(text)) found = Math.imul(found ^ byte, 16777619);
  return found >>> 0;
}
