/** Runs a compiled model, as `trimtab.core.simulation` runs it: Euler's method over one row of slots. */

const TWO = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "<": (left, right) => Number(left < right),
  "<=": (left, right) => Number(left <= right),
  ">": (left, right) => Number(left > right),
  ">=": (left, right) => Number(left >= right),
  "=": (left, right) => Number(left === right),
  "<>": (left, right) => Number(left !== right),
  min: (left, right) => (left < right ? left : right),
  max: (left, right) => (left > right ? left : right),
};
const ONE = { neg: (value) => -value, abs: Math.abs, sqrt: Math.sqrt, exp: Math.exp, ln: Math.log };
const OPERATIONS = new Map([
  ...Object.entries(TWO).map(([name, work]) => [name, { operands: 2, work }]),
  ...Object.entries(ONE).map(([name, work]) => [name, { operands: 1, work }]),
]);

/** Models whose code has been made into functions, so that each run only calls them. */
const prepared = new WeakMap();

/** A number, or NaN for what isn't finite. */
function finite(number) {
  return Number.isFinite(number) ? number : NaN;
}

/**
 * Code as a function of the slots; it comes to NaN where it comes to nothing finite.
 * @param {Array} code postfix: numbers, slots in lists of one, names of operations.
 * @returns {function(Float64Array): number}
 */
function made(code) {
  const stack = [];
  for (const item of code) {
    if (typeof item === "number") stack.push(() => item);
    else if (Array.isArray(item)) stack.push((slots) => slots[item[0]]);
    else if (item === "if") stack.push(choice(...stack.splice(-3)));
    else {
      const { operands, work } = OPERATIONS.get(item);
      stack.push((operands === 2 ? pair : single)(work, ...stack.splice(-operands)));
    }
  }
  return stack.pop();
}

function single(work, operand) {
  return (slots) => {
    const value = operand(slots);
    return Number.isNaN(value) ? NaN : finite(work(value));
  };
}

function pair(work, left, right) {
  return (slots) => {
    const one = left(slots);
    const other = right(slots);
    return Number.isNaN(one) || Number.isNaN(other) ? NaN : finite(work(one, other));
  };
}

function choice(condition, yes, no) {
  return (slots) => {
    const value = condition(slots);
    return Number.isNaN(value) ? NaN : value === 0 ? no(slots) : yes(slots);
  };
}

function prepare(model) {
  const steps = (list) => list.map(({ slot, code, net }) => ({ slot, result: made(code ?? net) }));
  const found = { initial: steps(model.initial), every: steps(model.every), stocks: steps(model.stocks) };
  prepared.set(model, found);
  return found;
}

/**
 * Run a model.
 * @param {Object} model its compiled form.
 * @param {Map<string, number>} [settings] values of parameters that differ from the model's own, by name.
 * @returns {{times: number[], values: Map<string, number[]>, stopped: number|null}} what is plotted, by name; `stopped`
 *   says when a value ran away.
 */
export function run(model, settings = new Map()) {
  const { steps, dt } = model.time;
  const { initial, every, stocks } = prepared.get(model) ?? prepare(model);
  const slots = new Float64Array(model.slots);
  const broken = ({ slot }) => Number.isNaN(slots[slot]);
  const course = { times: [], values: new Map(model.plot.map(({ name }) => [name, []])), stopped: null };
  for (const { name, slot, value } of model.parameters) slots[slot] = settings.get(name) ?? value;
  for (const { slot, result } of initial) slots[slot] = result(slots);
  for (let step = 0; step <= steps; step += 1) {
    slots[0] = step * dt;
    for (const { slot, result } of every) slots[slot] = result(slots);
    if (every.some(broken) || stocks.some(broken)) {
      course.stopped = slots[0];
      break;
    }
    course.times.push(slots[0]);
    for (const { name, slot } of model.plot) course.values.get(name).push(slots[slot]);
    if (step === steps) break;
    const nets = stocks.map(({ result }) => result(slots));
    for (const [index, { slot }] of stocks.entries()) slots[slot] = finite(slots[slot] + dt * nets[index]);
  }
  return course;
}
