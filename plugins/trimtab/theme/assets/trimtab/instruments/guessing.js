/** The signs that share words with a text: a guess, by the stems of words and by how rare they are. Pure: no page. */

const GUESSES = 3;
/** The least that shared words weigh together; a word weighs 1 / the number of signs that have it. */
const LEAST = 0.3;
const SHORTEST = 3;
const ENDINGS = /(?:ation|ment|ance|able|ings?|ions?|er|or|en|al|ed|ly|[ey])$/u;
/** What says nothing in particular, of words that are long enough. */
const COMMON = new Set(
  (
    "about add adds after again all also and any are better because been before being both but can change changes could does each every " +
    "first for from give gives get gets had has have into its just keep keeps let like look looks make makes may more most much must " +
    "need never new next not now off one only other our out over own put puts same say says set sets should some somebody something " +
    "start such take takes than that the their them then there these they thing things this those through time two under until use very " +
    "was way ways what when where which while who whose will with within without work works would you your"
  ).split(" "),
);

/** A word without its endings, so that approvers, approvals and approving are the same. */
function stem(word) {
  const cut = (from, ending) => {
    const left = from.replace(ending, "");
    return left.length < SHORTEST ? from : left;
  };
  let left = cut(word.replace(/iz(?=e|ing|ation)/u, "is"), /(?<![su])s$/u);
  for (let before = ""; before !== left; ) {
    before = left;
    left = cut(left, ENDINGS);
  }
  return left.replace(/([bdgmnprt])\1$/u, "$1");
}

const HYPHEN = /[-\u2010\u2011]/u;

/** The stems of the words that can tell a text from others. A word with a hyphen is one word too: `sign-off`, `signoff`. */
function stems(text) {
  const found = text.toLowerCase().match(/\p{L}[\p{L}\p{M}\u2010\u2011-]*/gu) ?? [];
  const words = found.flatMap((word) => [...new Set([...word.split(HYPHEN), word.split(HYPHEN).join("")])]);
  return new Set(words.filter((word) => word.length >= SHORTEST && !COMMON.has(word)).map(stem));
}

/** Each two words in a row as one: `roll back` is `rollback`, but `a way` is not `away`. */
function joined(text) {
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [];
  return words.slice(1).flatMap((word, at) => (Math.min(word.length, words[at].length) > 1 ? [stem(words[at] + word)] : []));
}

/**
 * The likeliest signs, one of each level, the best first; none where too little is shared.
 * @param {string} text
 * @param {Array} levels as `signsOf` gives them.
 * @returns {{level: Object, index: number, sign: string}[]}
 */
export function guesses(text, levels) {
  const all = levels.flatMap(({ level, signs }) => signs.map((sign, index) => ({ level, index, sign, words: stems(sign) })));
  const frequency = (word) => all.filter(({ words }) => words.has(word)).length;
  const weights = [...new Set([...stems(text), ...joined(text)])].map((word) => [word, frequency(word)]).filter(([, found]) => found);
  const score = ({ words }) => weights.reduce((sum, [word, found]) => sum + (words.has(word) ? 1 / found : 0), 0);
  const ranked = all
    .map((one) => ({ ...one, score: score(one) }))
    .filter((one) => one.score >= LEAST)
    .sort((one, other) => other.score - one.score);
  const seen = new Set();
  return ranked.filter(({ level }) => !seen.has(level) && seen.add(level)).slice(0, GUESSES);
}
