/** The words of a query: which of them carry what it asks, and what a misspelled one was meant to be. Pure. */
import { fold } from "../text.js";

/** English words that are in every text, and in questions: asked for along with others they only get in the way. */
const LITTLE = new Set(
  (
    "a about after again all also although am an and any anybody anyone anything are arent as at be because been before being but by " +
    "can cannot cant could did didnt do does doesnt doing dont everybody everyone everything few for from get gets got had has have " +
    "having he her here him his how i if im in into is isnt it its just let lets lot may me might more most much must my no nobody " +
    "nor not nothing of off on or our out really shall she should so some somebody someone something such than that the their them " +
    "then there theres these they this those though to too up us very was wasnt we were what whats when where whether which while " +
    "who whom whose why will with without would you your"
  ).split(" "),
);
/** The shortest word that is thought misspelled, and the shortest in which two faults are. */
const LEAST = 3;
const LONG = 8;

/** The words without the little ones, unless they are all that there is. */
export function telling(words, language = "en") {
  const told = language.startsWith("en") ? words.filter((word) => !LITTLE.has(fold(word))) : words;
  return told.length ? told : words;
}

/** Whether a word can be looked up among names: letters enough, and in one piece. */
export function correctable(word) {
  return /^\p{L}+$/u.test(fold(word)) && fold(word).length >= LEAST;
}

/**
 * The word of a vocabulary that a misspelled one was most likely meant to be; none where it is the beginning of one,
 * which the reader may still be typing, or where none is near.
 *
 * @param {string} word
 * @param {string[]} vocabulary
 */
export function nearest(word, vocabulary) {
  const typed = fold(word);
  const most = typed.length < LONG ? 1 : 2;
  let best = { away: most + 1, word: undefined };
  for (const one of vocabulary) {
    const name = fold(one);
    if (name.startsWith(typed)) return undefined;
    if (Math.abs(name.length - typed.length) > most) continue;
    const away = faults(typed, name, best.away);
    if (away < best.away || (away === best.away && name[0] === typed[0] && fold(best.word ?? "")[0] !== typed[0])) {
      if (away <= most) best = { away, word: one };
    }
  }
  return best.word;
}

/** How many letters are left out, added, changed or swapped with the next; where it is more than `most`, any greater number. */
function faults(typed, meant, most) {
  let [before, last] = [[], Array.from({ length: meant.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= typed.length; row += 1) {
    const line = [row];
    for (let at = 1; at <= meant.length; at += 1) {
      const changed = last[at - 1] + (typed[row - 1] === meant[at - 1] ? 0 : 1);
      line[at] = Math.min(changed, last[at] + 1, line[at - 1] + 1);
      const swapped = row > 1 && at > 1 && typed[row - 1] === meant[at - 2] && typed[row - 2] === meant[at - 1];
      if (swapped) line[at] = Math.min(line[at], before[at - 2] + 1);
    }
    if (Math.min(...line) > most) return Infinity;
    [before, last] = [last, line];
  }
  return last[meant.length];
}
