/** Shapes of a plot, as `trimtab.site.shapes` makes them. */

const COLUMN = 2;

/** The points that a line needs to look as it does. */
export function thin(points, left, tolerance) {
  const rest = columns(points, left);
  if (rest.length < 3) return rest;
  const kept = new Set([0, rest.length - 1]);
  const spans = [[0, rest.length - 1]];
  while (spans.length) {
    const [first, last] = spans.pop();
    const [[x0, y0], [x1, y1]] = [rest[first], rest[last]];
    let [far, worst] = [0, 0];
    for (let index = first + 1; index < last; index += 1) {
      const [x, y] = rest[index];
      const off = Math.abs(y - (y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)));
      if (off > far) [far, worst] = [off, index];
    }
    if (far > tolerance) {
      kept.add(worst);
      spans.push([first, worst], [worst, last]);
    }
  }
  return rest.filter((_, index) => kept.has(index));
}

/** The first and the last point, and the lowest and the highest of each column, in order. */
function columns(points, left) {
  const extremes = new Map();
  for (const [index, [x, y]] of points.entries()) {
    const column = Math.floor((x - left) / COLUMN);
    let [low, high] = extremes.get(column) ?? [index, index];
    if (y > points[low][1]) low = index;
    if (y < points[high][1]) high = index;
    extremes.set(column, [low, high]);
  }
  const kept = new Set([...[...extremes.values()].flat(), 0, points.length - 1]);
  return points.filter((_, index) => kept.has(index));
}

/** The middles of labels, each as near to its place as the others let it, none beyond the edges. */
export function spread(places, sizes, top, bottom) {
  const order = places.map((_, index) => index).sort((one, other) => places[one] - places[other] || one - other);
  const found = [...places];
  let edge = top;
  for (const index of order) {
    found[index] = Math.max(found[index], edge + sizes[index] / 2);
    edge = found[index] + sizes[index] / 2;
  }
  edge = bottom;
  for (const index of order.reverse()) {
    found[index] = Math.min(found[index], edge - sizes[index] / 2);
    edge = found[index] - sizes[index] / 2;
  }
  return found;
}

/** A label in at most three lines of so many letters. */
export function wrapped(label, letters) {
  const lines = [""];
  for (const word of label.split(" ")) {
    let rest = word;
    if (lines.at(-1) && lines.at(-1).length + 1 + rest.length > letters) lines.push("");
    while (rest.length > letters) {
      lines[lines.length - 1] = `${rest.slice(0, letters - 1)}-`;
      lines.push("");
      rest = rest.slice(letters - 1);
    }
    lines[lines.length - 1] = lines.at(-1) ? `${lines.at(-1)} ${rest}` : rest;
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2].slice(0, letters - 1)}…`] : lines;
}

/** A text of at most so many letters. */
export function clipped(text, letters) {
  const signs = [...text];
  return signs.length <= letters ? text : `${signs.slice(0, letters - 1).join("")}…`;
}
