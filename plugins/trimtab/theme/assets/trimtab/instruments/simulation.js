/** Watch it behave: a simulation on its entry's page, run anew in the page each time that a reader moves a slider. */
import { copy } from "../copy.js";
import { button, element } from "./dom.js";
import { escaped, exportButtons, linked } from "./markdown.js";
import { run } from "./simulation/integrate.js";
import { nodes, redraw } from "./simulation/plot.js";
import { differing, fromAddress, inWords, same, sliders, toAddress } from "./simulation/settings.js";
import { slider } from "./simulation/slider.js";
import { compare, figure, tell } from "./simulation/tell.js";
import { moments } from "./simulation/ticks.js";

/** How long a slider rests, in ms, before its effect is told and written to the address. */
const PAUSE = 300;

/** Make a simulation work until its page is left. */
export function attach(place, { signal }) {
  new Simulation(place, signal).start();
}

class Simulation {
  #settings = new Map();
  #frame = 0;
  #timer = 0;

  constructor(place, signal) {
    const { title, model, frame } = JSON.parse(place.dataset.ttSimulation);
    this.place = place;
    this.signal = signal;
    this.title = title;
    this.model = model;
    this.measures = frame;
    this.base = run(model);
    this.course = this.base;
    this.runs = model.runs.map((one) => ({ ...one, settings: differing(model, new Map(Object.entries(one.set))) }));
    this.path = location.pathname;
    this.svg = this.#part("figure").querySelector("svg");
    this.words = this.#part("words");
  }

  #part(name) {
    return this.place.querySelector(`.tt-sim__${name}`);
  }

  start() {
    this.place.classList.add("tt-sim--live");
    this.sliders = this.#makeSliders();
    this.buttons = this.#makeButtons();
    this.#makeExports();
    this.#reserve();
    this.words.replaceChildren(...this.#told(this.#settings, this.base));
    window.addEventListener("resize", () => this.#reserve(), { signal: this.signal });
    window.addEventListener("popstate", () => this.#fromAddress(), { signal: this.signal });
    this.signal.addEventListener("abort", () => {
      clearTimeout(this.#timer);
      cancelAnimationFrame(this.#frame);
    });
    this.words.setAttribute("role", "status");
    this.#fromAddress();
  }

  #makeSliders() {
    const places = new Map([...this.place.querySelectorAll("[data-tt-parameter]")].map((one) => [one.dataset.ttParameter, one]));
    const made = sliders(this.model).map((parameter) => {
      const move = (value) => this.#move(new Map([...this.#settings, [parameter.name, value]]));
      return [parameter, slider(places.get(parameter.name), parameter, move)];
    });
    const reset = button("Back to the base run", () => this.#choose(new Map()));
    this.#part("levers")?.append(element("div", { class: "tt-buttons" }, reset));
    return made;
  }

  /** The title of each named run becomes a button; pressed once more, it leads back to the base run. */
  #makeButtons() {
    return [...this.place.querySelectorAll(".tt-sim__title")].map((title, index) => {
      const { settings } = this.runs[index];
      const onclick = () => this.#choose(same(settings, this.#settings) ? new Map() : settings);
      const made = button(this.runs[index].title, onclick);
      title.replaceChildren(made);
      return made;
    });
  }

  #makeExports() {
    const file = () => `${this.path.split("/").filter(Boolean).at(-1) ?? "simulation"}.md`;
    const exports = exportButtons(() => this.#markdown(), file);
    const said = exports.querySelector("[role=status]");
    const onclick = async () => {
      said.textContent = (await copy(this.#link())) ? "Link copied." : "Copy the link from the address bar.";
    };
    exports.querySelector(".tt-buttons").prepend(button("Copy link", onclick));
    this.#part("stage").after(exports);
  }

  #fromAddress() {
    if (location.pathname !== this.path) return;
    const settings = fromAddress(this.model, location.search);
    if (same(settings, this.#settings)) return;
    this.#show(settings);
    this.#settle();
  }

  /** A slider is being moved: the drawing follows at once, the rest when it rests. */
  #move(settings) {
    this.#show(differing(this.model, settings));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#settle();
      this.#write("replaceState");
    }, PAUSE);
  }

  /** A whole set is chosen: a step that the browser's Back undoes. */
  #choose(settings) {
    if (same(settings, this.#settings)) return;
    this.#write("replaceState");
    this.#show(settings);
    this.#settle();
    this.#write("pushState");
  }

  #show(settings) {
    clearTimeout(this.#timer);
    this.#settings = settings;
    for (const [parameter, put] of this.sliders) put(settings.get(parameter.name) ?? parameter.value);
    this.buttons.forEach((button, index) => {
      button.setAttribute("aria-pressed", String(same(this.runs[index].settings, settings)));
    });
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw() {
    const moved = this.#settings.size > 0;
    this.course = moved ? run(this.model, this.#settings) : this.base;
    const drawn = nodes(this.model, this.course, moved ? this.base : null, this.measures);
    redraw(this.svg, tell(this.model, this.course).join(" "), drawn);
    this.place.classList.toggle("tt-sim--moved", moved);
  }

  /** Tell what the run does, and list its numbers. */
  #settle() {
    cancelAnimationFrame(this.#frame);
    this.#draw();
    this.words.replaceChildren(...this.#told(this.#settings, this.course));
    const { times, values } = this.course;
    const rows = moments(this.model, times.length).map((index) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, figure(times[index])),
        ...this.model.plot.map(({ name }) => element("td", {}, figure(values.get(name)[index]))),
      ),
    );
    this.#part("numbers").tBodies[0].replaceChildren(...rows);
  }

  /** A run in words, and what it does otherwise than the base run. */
  #told(settings, course) {
    const list = (texts) => element("ul", {}, ...texts.map((text) => element("li", {}, text)));
    const what = element("p", { class: "tt-sim__which" }, this.#which(settings));
    const told = element("div", {}, what, list(tell(this.model, course)));
    if (settings.size === 0) {
      const hint = "Move a slider, or choose one of the runs below, and see what it changes.";
      return sliders(this.model).length ? [told, element("p", { class: "tt-sim__against" }, hint)] : [told];
    }
    const against = element("p", { class: "tt-sim__against" }, "Against the base run:");
    return [told, element("div", {}, against, list(compare(this.model, this.base, course)))];
  }

  /** Keep room for the longest words, so that no slider moves away from the pointer when they change. */
  #reserve() {
    const probe = element("div", { class: "tt-sim__words tt-sim__probe", "aria-hidden": "true" });
    this.words.after(probe);
    const ends = sliders(this.model).map(({ name, slider: { max } }) => [name, max]);
    const heights = [new Map(), ...this.runs.map(({ settings }) => settings), new Map(ends)].map((settings) => {
      probe.replaceChildren(...this.#told(settings, run(this.model, settings)));
      return probe.offsetHeight;
    });
    probe.remove();
    this.words.style.setProperty("--tt-sim-room", `${Math.max(...heights)}px`);
  }

  /** What a run is called. */
  #which(given) {
    if (given.size === 0) return "The base run";
    const named = this.runs.find(({ settings }) => same(settings, given));
    const words = inWords(this.model, given);
    return named ? `${named.title}: ${words}` : `With ${words}`;
  }

  #write(how) {
    const search = toAddress(this.model, this.#settings, location.search);
    if (search === location.search) return;
    history[how](history.state, "", `${location.pathname}${search}${location.hash}`);
  }

  #link() {
    return `${location.origin}${this.path}${toAddress(this.model, this.#settings)}#tt-simulation`;
  }

  #markdown() {
    const list = (texts) => texts.map((text) => `- ${escaped(text)}\n`).join("");
    const different = this.#settings.size ? compare(this.model, this.base, this.course) : [];
    return [
      `**${escaped(this.title)}**, ${linked("watch it behave", this.#link())}. ${escaped(this.#which(this.#settings))}:\n`,
      list(tell(this.model, this.course)),
      ...(different.length ? ["Against the base run:\n", list(different)] : []),
    ].join("\n");
  }
}
