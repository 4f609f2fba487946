/** A parameter as the page lists it, made one that can be moved: by dragging, by arrow keys, or by typing a number. */
import { element } from "../dom.js";
import { reachable, shown } from "./settings.js";

/**
 * @param {HTMLElement} place the parameter's place in the list.
 * @param {Object} parameter
 * @param {function(number): void} move called with each new value.
 * @returns {function(number): void} puts the slider to a value.
 */
export function slider(place, parameter, move) {
  const part = (name) => place.querySelector(`.tt-sim__${name}`);
  const { min, max, step } = parameter.slider;
  const limits = { min: String(min), max: String(max), step: String(step) };
  const about = part("about");
  if (about) about.id = `tt-sim-about-${parameter.name}`;
  const label = `${place.dataset.ttLever} · ${parameter.label}`;
  const range = element("input", {
    class: "tt-sim__input",
    type: "range",
    ...limits,
    id: `tt-sim-${parameter.name}`,
    "aria-label": label,
    "aria-describedby": about?.id,
    oninput: () => move(reachable(parameter, range.valueAsNumber)),
  });
  const field = element("input", {
    class: "tt-field tt-sim__field",
    type: "number",
    ...limits,
    inputmode: "decimal",
    "aria-label": `${label}, as a number`,
    oninput: () => {
      if (Number.isFinite(field.valueAsNumber)) move(reachable(parameter, field.valueAsNumber));
    },
    onchange: () => {
      field.value = String(now);
    },
  });
  const base = element("p", { class: "tt-sim__about" });
  let now = parameter.value;
  const name = part("name");
  name.replaceWith(element("label", { class: name.className, for: range.id }, parameter.label));
  part("value").replaceWith(field);
  part("range").remove();
  part("label").after(range);
  place.append(base);
  const put = (value) => {
    now = value;
    range.value = String(value);
    range.setAttribute("aria-valuetext", [shown(value), parameter.unit].filter(Boolean).join(" "));
    // What is being typed is left as it is until it is done.
    if (document.activeElement !== field || field.valueAsNumber !== value) field.value = String(value);
    base.textContent = value === parameter.value ? "" : `In the base run ${shown(parameter.value)}.`;
  };
  put(now);
  return put;
}
