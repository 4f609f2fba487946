/** Draws a run, by the rule that `trimtab.site.plotting` states and follows at build time, number for number. */
import { clipped, spread, thin, wrapped } from "./shapes.js";
import { powerOf, powerWord, scale, tickLabel, until } from "./ticks.js";

const SVG = "http://www.w3.org/2000/svg";
const LIMIT = 1e15;
const STYLES = 6;
const LEAST = 1e-12;

/**
 * Redraw a plot.
 * @param {SVGElement} svg its title stays; everything after its description is made anew.
 * @param {string} description
 * @param {Array} found what `nodes` returned.
 */
export function redraw(svg, description, found) {
  const [title, words] = svg.children;
  words.textContent = description;
  const drawn = found.map(([tag, attributes, text]) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.textContent = text;
    return made;
  });
  svg.replaceChildren(title, words, ...drawn);
}

/**
 * The elements of a drawing, each a tag, its attributes and its text.
 * @param {Object} model
 * @param {Object} course the run.
 * @param {Object|null} ghost a run to compare with, drawn pale behind it.
 * @param {Object} frame the measures, as the page gives them.
 */
export function nodes(model, course, ghost, frame) {
  const axes = [...new Set(model.plot.map(({ axis }) => axis))];
  const height = panelHeight(model, axes, frame);
  const top = (index) => frame.head + index * (frame.head + height);
  return [
    ...axes.flatMap((axis, index) => panel(model, course, ghost, frame, axis, top(index), top(index) + height)),
    ...timeAxis(model, frame, top(axes.length - 1) + height),
  ];
}

/** High enough for the names as well, if they all belong to one panel. */
function panelHeight(model, axes, frame) {
  const names = axes.map((axis) =>
    model.plot
      .filter((series) => series.axis === axis)
      .reduce((sum, { label }) => sum + wrapped(label, frame.letters).length * frame.leading + 4, 0),
  );
  return Math.max(axes.length === 1 ? frame.single : frame.shared, ...names);
}

function panel(model, course, ghost, frame, axis, top, bottom) {
  const series = model.plot
    .map((one, index) => ({ ...one, style: (index % STYLES) + 1 }))
    .filter((one) => one.axis === axis);
  const marks = fitting(series, [course, ghost], bottom - top);
  const y = (value) => bottom - (bottom - top) * ((limited(value) - marks.low) / (marks.high - marks.low));
  const pointsOf = ({ name }, { times, values }) =>
    times.map((time, index) => [across(model, frame, time), y(values.get(name)[index])]);
  const lines = (drawn, kind) =>
    series.flatMap((one) => {
      const kept = thin(pointsOf(one, drawn), frame.left, frame.tolerance);
      const way = kept.map((point) => point.map(n).join(" ")).join(" ");
      return kept.length ? [path(`tt-plot-line ${kind}tt-plot-${one.style}`, `M${way}`)] : [];
    });
  const end = course.stopped === null ? [] : [`M${n(across(model, frame, course.stopped))} ${n(top)}V${n(bottom)}`];
  return [
    ...valueAxis(series[0].unit, marks, y, frame, top),
    ...(ghost ? lines(ghost, "tt-plot-ghost ") : []),
    ...lines(course, ""),
    ...end.map((way) => path("tt-plot-stop", way)),
    ...names(series, (one) => pointsOf(one, course).at(-1), frame, top, bottom),
  ];
}

function fitting(series, courses, height) {
  let [low, high] = [Infinity, -Infinity];
  for (const { values } of courses.filter(Boolean)) {
    for (const { name } of series) {
      for (const value of values.get(name)) {
        low = Math.min(low, limited(value));
        high = Math.max(high, limited(value));
      }
    }
  }
  if (low > high) [low, high] = [0, 1];
  const most = Math.max(Math.abs(low), Math.abs(high));
  if (!(0.01 * most < high - low && high - low < 0.2 * most)) [low, high] = [Math.min(low, 0), Math.max(high, 0)];
  if (high - low < LEAST) high = low + 1;
  return scale(low, high, height >= 150 ? 5 : 4);
}

function valueAxis(unit, marks, y, frame, top) {
  const power = powerOf(Math.max(Math.abs(marks.low), Math.abs(marks.high)));
  const title = [unit, powerWord(power)].filter(Boolean).join(", ");
  return [
    ...(title ? [words("tt-plot-unit", 0, top - 14, clipped(title, 50))] : []),
    ...marks.marks.flatMap((mark) => {
      const place = y(marks.value(mark));
      const label = tickLabel(mark, marks.exponent - power);
      return [
        path(mark ? "tt-plot-grid" : "tt-plot-axis", `M${n(frame.left)} ${n(place)}H${n(frame.right)}`),
        words("tt-plot-tick", frame.left - 6, place + 4, label, "end"),
      ];
    }),
  ];
}

function names(series, endOf, frame, top, bottom) {
  const ends = series
    .map((one) => ({ style: one.style, lines: wrapped(one.label, frame.letters), end: endOf(one) }))
    .filter(({ end }) => end);
  const reach = frame.leading / 2;
  const sizes = ends.map(({ lines }) => lines.length * frame.leading + 4);
  const middles = spread(ends.map(({ end }) => end[1]), sizes, top - reach, bottom + reach);
  return ends.flatMap(({ style, lines, end: [x, y] }, index) => {
    const middle = middles[index];
    const first = middle - ((lines.length - 1) * frame.leading) / 2 + 4;
    const way = `M${n(x + 2)} ${n(y)}L${n(frame.right + 3)} ${n(middle)}`;
    const apart = Math.abs(middle - y) > 3 || x < frame.right - 1;
    return [
      ...(apart ? [path(`tt-plot-lead tt-plot-${style}`, way)] : []),
      ...lines.map((line, number) =>
        words(`tt-plot-name tt-plot-${style}`, frame.right + 6, first + number * frame.leading, line),
      ),
    ];
  });
}

function timeAxis(model, frame, bottom) {
  const { stop, unit } = model.time;
  const marks = until(stop, 5);
  const power = powerOf(stop);
  const title = [unit, powerWord(power)].filter(Boolean).join(", ");
  const drawn = marks.marks.flatMap((mark) => {
    const x = across(model, frame, marks.value(mark));
    const label = tickLabel(mark, marks.exponent - power);
    return [path("tt-plot-axis", `M${n(x)} ${n(bottom)}v4`), words("tt-plot-tick", x, bottom + 18, label, "middle")];
  });
  return [
    path("tt-plot-axis", `M${n(frame.left)} ${n(bottom)}H${n(frame.right)}`),
    ...drawn,
    words("tt-plot-unit", frame.right + 18, bottom + 18, clipped(title, frame.letters - 2)),
  ];
}

function across(model, frame, time) {
  return frame.left + ((frame.right - frame.left) * time) / model.time.stop;
}

function limited(value) {
  return Math.max(-LIMIT, Math.min(LIMIT, value));
}

function path(name, way) {
  return ["path", { class: name, d: way }, ""];
}

function words(name, x, y, text, anchor) {
  return ["text", { class: name, x: n(x), y: n(y), ...(anchor && { "text-anchor": anchor }) }, text];
}

/** A coordinate to one decimal. */
function n(number) {
  return String(Math.floor(number * 10 + 0.5) / 10);
}
