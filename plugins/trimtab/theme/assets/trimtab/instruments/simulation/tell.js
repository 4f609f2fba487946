/** Tells in words what a run does, as `trimtab.core.simulation` tells it. */

/** A number as a reader wants it: three or so digits, thousands in groups, a true minus. */
export function figure(number) {
  const size = Math.abs(number);
  if (size >= 1e12) return number > 0 ? "more than a trillion" : "less than minus a trillion";
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  const rounded = Math.floor(size * 10 ** digits + 0.5000001);
  const whole = Math.floor(rounded / 10 ** digits);
  const rest = rounded - whole * 10 ** digits;
  const part = rest > 0 ? `.${String(rest).padStart(digits, "0").replace(/0+$/, "")}` : "";
  return `${number < 0 && rounded > 0 ? "\u2212" : ""}${grouped(String(whole))}${part}`;
}

/** Digits in groups of three. */
export function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}

/**
 * What a run does: a text for each series, and one more if it stopped.
 * @param {Object} model
 * @param {Object} course what `run` returned.
 */
export function tell(model, course) {
  const texts = model.plot.flatMap(({ name, label }) => {
    const values = course.values.get(name);
    return values.length ? [curve(capital(label), values, course.times, model.time.unit)] : [];
  });
  return course.stopped === null ? texts : [...texts, stop("The", model, course)];
}

/** How a run differs from another, the base: a text for each series, and one more if it stopped. */
export function compare(model, base, other) {
  const texts = model.plot.flatMap(({ name, label }) => {
    const [before, after] = [base.values.get(name), other.values.get(name)];
    return before.length && after.length ? [`${capital(label)}: ${difference(before, after)}.`] : [];
  });
  return other.stopped === null ? texts : [...texts, stop("This", model, other)];
}

function stop(which, model, { stopped }) {
  return `${which} run stops at ${model.time.unit} ${figure(stopped)}, where a value runs away.`;
}

function capital(label) {
  return label.slice(0, 1).toUpperCase() + label.slice(1);
}

function highest(values) {
  return values.reduce((most, value) => (value > most ? value : most));
}

function lowest(values) {
  return values.reduce((least, value) => (value < least ? value : least));
}

function curve(label, values, times, unit) {
  const [start, end] = [values[0], values.at(-1)];
  const [most, least] = [highest(values), lowest(values)];
  const size = most - least;
  if (size <= 0.01 * Math.max(Math.abs(most), Math.abs(least))) return `${label}: ${figure(end)} throughout.`;
  const at = (value) => `${figure(value)} by ${unit} ${figure(times[values.indexOf(value)])}`;
  const high = most > Math.max(start, end) + 0.1 * size;
  const low = least < Math.min(start, end) - 0.1 * size;
  const [first, last] = [figure(start), figure(end)];
  let way = "";
  if (high && low && values.indexOf(most) < values.indexOf(least)) {
    way = `up from ${first} to ${at(most)}, down to ${at(least)}, then up to ${last}`;
  } else if (high && low) {
    way = `down from ${first} to ${at(least)}, up to ${at(most)}, then down to ${last}`;
  } else if (high) way = `up from ${first} to ${at(most)}, then down to ${last}`;
  else if (low) way = `down from ${first} to ${at(least)}, then up to ${last}`;
  else {
    const arrived = times[values.findLastIndex((value) => Math.abs(value - end) > 0.05 * size) + 1];
    const soon = arrived <= 0.7 * times.at(-1) ? `, nearly all of it by ${unit} ${figure(arrived)}` : "";
    way = `${end > start ? "up" : "down"} from ${first} to ${last}${soon}`;
  }
  const count = turns(values, 0.1 * size);
  return `${label}: ${way}${ratio(start, end)}.${count >= 3 ? ` ${count} turns on the way.` : ""}`;
}

function ratio(start, end) {
  if (!(start > 0 && end > 0)) return "";
  if (end / start >= 2) return `, ${figure(end / start)} times the start`;
  if (end / start < 0.001) return ", almost nothing of the start";
  return end / start <= 0.5 ? `, ${figure(100 * (end / start))} % of the start` : "";
}

/** How often a curve turns by more than a threshold. */
function turns(values, least) {
  let [count, way, top, bottom] = [0, 0, values[0], values[0]];
  for (const value of values) {
    if (way >= 0 && value > top) top = value;
    if (way <= 0 && value < bottom) bottom = value;
    if (way >= 0 && top - value > least) {
      count += Number(way === 1);
      [way, bottom] = [-1, value];
    } else if (way <= 0 && value - bottom > least) {
      count += Number(way === -1);
      [way, top] = [1, value];
    }
  }
  return count;
}

function difference(before, after) {
  const all = [...before, ...after];
  const size = highest(all) - lowest(all);
  const near = (value, index) => Math.abs(value - before[index]) <= 0.01 * size;
  if (before.length === after.length && after.every(near)) return "as before";
  const [old, now] = [before.at(-1), after.at(-1)];
  const same = Math.abs(now - old) <= 0.01 * size || figure(now) === figure(old);
  const end = same ? `at the end ${figure(now)} as before` : `at the end ${figure(now)} instead of ${figure(old)}`;
  return end + extremes(before, after, 0.05 * size);
}

function extremes(before, after, much) {
  return [["highest", highest, 1], ["lowest", lowest, -1]]
    .map(([word, extreme, sign]) => {
      const [old, now] = [extreme(before), extreme(after)];
      const beyond = sign * (old - before.at(-1)) > much || sign * (now - after.at(-1)) > much;
      return Math.abs(now - old) > much && beyond ? `; ${word} ${figure(now)} instead of ${figure(old)}` : "";
    })
    .join("");
}
