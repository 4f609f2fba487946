/** Round numbers along an axis, as `trimtab.site.ticks` finds them. */
import { grouped } from "./tell.js";

const ROUND = [[1.5, 1], [3, 2], [7, 5]];
const SLACK = 1e-9;
const POWERS = new Map([
  [3, "thousands"],
  [6, "millions"],
  [9, "billions"],
  [12, "trillions"],
  [-3, "thousandths"],
  [-6, "millionths"],
]);

/** About so many round marks, the first not above `low`, the last not below `high`; after P. Heckbert (1990). */
export function scale(low, high, count) {
  const size = nice(high - low, [[1, 1], [2, 2], [5, 5]]);
  const { digit, exponent, value: step } = nice(size.value / (count - 1), ROUND);
  const [first, last] = [Math.floor(low / step + SLACK), Math.ceil(high / step - SLACK)];
  const [marks, value] = marked(digit, exponent, first, last);
  return { marks, exponent, value, low: value(marks[0]), high: value(marks.at(-1)) };
}

/** About so many round marks after zero, none above `end`. */
export function until(end, count) {
  const { digit, exponent, value: step } = nice(end / count, ROUND);
  const [marks, value] = marked(digit, exponent, 0, Math.floor(end / step + SLACK));
  return { marks, exponent, value };
}

/** The marks from the `first` multiple to the `last`, and what a mark's value is. */
function marked(digit, exponent, first, last) {
  const marks = Array.from({ length: last - first + 1 }, (_, index) => digit * (first + index));
  return [marks, (mark) => Number(`${mark}e${exponent}`)];
}

function nice(number, bounds) {
  const [lead, power] = number.toExponential(17).split("e").map(Number);
  const [, digit] = bounds.find(([bound]) => lead <= bound) ?? [];
  const exponent = digit ? power : power + 1;
  return { digit: digit ?? 1, exponent, value: Number(`${digit ?? 1}e${exponent}`) };
}

/** The power of ten that an axis' labels leave out. */
export function powerOf(most) {
  if (most === 0 || (most >= 0.01 && most < 10_000)) return 0;
  return Math.floor(Number(most.toExponential(17).split("e")[1]) / 3) * 3;
}

/** What to say for it. */
export function powerWord(power) {
  return power === 0 ? "" : (POWERS.get(power) ?? `× 10^${power}`);
}

/** A mark as a reader writes it. */
export function tickLabel(mark, exponent) {
  if (mark === 0) return "0";
  const digits = (String(Math.abs(mark)) + "0".repeat(Math.max(0, exponent))).padStart(1 - exponent, "0");
  const cut = exponent < 0 ? exponent : digits.length;
  const rest = digits.slice(cut);
  return `${mark < 0 ? "\u2212" : ""}${grouped(digits.slice(0, cut))}${rest && `.${rest}`}`;
}

/** The samples nearest to about ten round times, and the last one, of a run with so many samples. */
export function moments({ time }, count) {
  const { marks, value } = until(time.stop, 10);
  const wanted = [...marks.map((mark) => Math.floor(value(mark) / time.dt + 0.5)), count - 1];
  return [...new Set(wanted)].filter((index) => index >= 0 && index < count).sort((one, other) => one - other);
}
