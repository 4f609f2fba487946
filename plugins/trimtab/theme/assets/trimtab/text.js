/** Text as it is compared. */

/** The text as names are compared: without case, accents and punctuation. */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}'’]/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
