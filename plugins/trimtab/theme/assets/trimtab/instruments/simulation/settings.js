/** Where a reader has put the sliders: only what differs from the base run, by the parameters' names. */

/** The parameters of a model that can be moved. */
export function sliders(model) {
  return model.parameters.filter(({ slider }) => slider);
}

/** The value nearest to a number that a slider can be put to. */
export function reachable({ value, slider: { min, max, step } }, number) {
  if (Math.abs(number - value) < step * 1e-6) return value;
  const last = Math.floor((max - min) / step + 1e-6);
  const place = Math.min(last, Math.max(0, Math.round((number - min) / step)));
  return Number((min + place * step).toPrecision(12));
}

/**
 * Settings from an address. What is no number counts for nothing; others are moved to where the slider can be.
 * @param {Object} model
 * @param {string} search the address' query.
 */
export function fromAddress(model, search) {
  const params = new URLSearchParams(search);
  const given = sliders(model)
    .filter(({ name }) => params.get(name)?.trim() && Number.isFinite(Number(params.get(name))))
    .map((parameter) => [parameter.name, reachable(parameter, Number(params.get(parameter.name)))]);
  return differing(model, new Map(given));
}

/** The query that says the settings, beside what else an address asks. */
export function toAddress(model, settings, search = "") {
  const params = new URLSearchParams(search);
  for (const { name } of sliders(model)) params.delete(name);
  for (const [name, value] of settings) params.set(name, String(value));
  return params.size ? `?${params}` : "";
}

/** Settings without those that are the base run's own, in the model's order. */
export function differing(model, settings) {
  const moved = sliders(model).filter(({ name, value }) => settings.has(name) && settings.get(name) !== value);
  return new Map(moved.map(({ name }) => [name, settings.get(name)]));
}

/** Whether two settings are the same. */
export function same(one, other) {
  return one.size === other.size && [...one].every(([name, value]) => other.get(name) === value);
}

/** A setting as a reader types it, with a true minus. */
export function shown(value) {
  return String(Number(value.toPrecision(10))).replace("-", "\u2212");
}

/** What settings set, in words. */
export function inWords(model, settings) {
  return sliders(model)
    .filter(({ name }) => settings.has(name))
    .map(({ name, label, value }) => `${label} ${shown(settings.get(name))} instead of ${shown(value)}`)
    .join(", ");
}
