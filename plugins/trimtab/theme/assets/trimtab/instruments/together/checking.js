/** What a library says of entries that are taken up together. Pure: no page. */
import { fold } from "../../text.js";

/** The kinds of entries that are about patterns, and so can't be taken up. */
const BESIDE = ["level", "archetype", "mental-model", "case", "worksheet"];
/** What nobody should begin with. */
const PAST = ["deprecated", "removed"];
/** Relation types by which one pattern makes another more useful. */
const HELPING = ["complementary", "enables"];
const SUGGESTED = 3;

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);
const byTitle = (one, other) => compare(fold(one.title), fold(other.title)) || compare(one.slug, other.slug);

const key = (name) => fold(name).replaceAll(" ", "");
/** What an entry is called, the surest names first; an earlier address ends in a slug. */
const NAMES = [
  ({ slug, id = "" }) => [slug, id],
  ({ title }) => [title],
  ({ aliases = [] }) => aliases,
  ({ redirect_from: earlier = [] }) => earlier.map((address) => address.replace(/\/+$/, "").replace(/^.*\//, "").replace(/\.md$/, "")),
];

/**
 * @typedef {{slug: string, title: string, url: string}} Entry one of `entries.json`
 * @typedef {{number: number, name: string, url: string}} Level one of `entries.json`
 */
export class Library {
  #bySlug = new Map();
  #byName = new Map();
  #needs = new Map();
  #tensions = new Map();
  #others = [];

  /**
   * @param {Object} data `entries.json`
   * @param {Object} graph `graph.json`
   */
  constructor({ entries, levels }, { types, relations }) {
    for (const entry of entries) if (!this.#bySlug.has(entry.slug)) this.#bySlug.set(entry.slug, entry);
    this.all = [...this.#bySlug.values()];
    /** What can be chosen, by title. */
    this.choices = this.all.filter(({ kind, status }) => !BESIDE.includes(kind) && status !== "removed").sort(byTitle);
    for (const names of NAMES) {
      for (const entry of [...this.choices, ...this.all]) {
        for (const name of names(entry).map(key)) if (name && !this.#byName.has(name)) this.#byName.set(name, entry);
      }
    }
    const entered = this.all.filter(({ number }) => number);
    this.levels = new Map(
      levels.map((level) => [level.number, { ...level, leansOn: entered.find(({ number }) => number === level.number)?.supporting_levels ?? [] }]),
    );
    for (const relation of relations) this.#take(relation, types);
  }

  #take({ from, type, to, why = "" }, types) {
    const { label, meaning: own, inverse_type: inverse } = types[type];
    const meaning = own ?? types[inverse]?.meaning;
    if (from === to || !this.#bySlug.has(to)) return; // Entries of other libraries aren't there to be chosen.
    if (meaning === "tension") {
      tie(this.#tensions, from, to, why);
      tie(this.#tensions, to, from, why);
    } else if (meaning === "prerequisite") {
      tie(this.#needs, ...(own ? [from, to] : [to, from]), why);
    } else {
      this.#others.push({ one: from, label, other: to, why, type });
    }
  }

  /** The entry of a slug. */
  entry(slug) {
    return this.#bySlug.get(slug);
  }

  /** The entry that is called so, by slug, title, alias or earlier slug; case and hyphens don't count. */
  named(name) {
    return this.#bySlug.get(name) ?? this.#byName.get(key(name));
  }

  /** What can be chosen that has these words in its title, its aliases or its slug; the best first. */
  matching(words) {
    const wanted = fold(words);
    const rank = (entry) => {
      const names = [entry.title, ...(entry.aliases ?? []), entry.slug].map(fold);
      if (names.some((name) => name === wanted)) return 0;
      if (names[0].startsWith(wanted)) return 1;
      if (` ${names[0]}`.includes(` ${wanted}`)) return 2;
      return names.some((name) => name.includes(wanted)) ? 3 : 4;
    };
    const ranked = this.choices.map((entry) => [rank(entry), entry]).filter(([place]) => place < 4);
    return ranked.sort(([one], [other]) => one - other).map(([, entry]) => entry);
  }

  /**
   * What the chosen need, where they pull apart, and in what order to take them up.
   *
   * @param {Entry[]} chosen
   */
  check(chosen) {
    const missing = this.#missing(chosen);
    return {
      chosen,
      missing,
      tensions: this.#pairs(chosen),
      gaps: this.#gaps(chosen, missing),
      outdated: chosen
        .filter(({ status, superseded_by: heir }) => PAST.includes(status) || heir)
        .map((entry) => ({ entry, heir: this.entry(entry.superseded_by) })),
      ...this.#related(chosen),
      order: this.#order([...chosen, ...missing.map(({ entry }) => entry)]),
    };
  }

  /** What is needed and not chosen, the nearest first, with those that need it and the way from what is chosen. */
  #missing(chosen) {
    const picked = new Set(chosen.map(({ slug }) => slug));
    const from = new Map(chosen.map(({ slug }) => [slug, null]));
    const queue = [...from.keys()];
    for (const slug of queue) {
      for (const needed of this.#needs.get(slug)?.keys() ?? []) {
        if (from.has(needed)) continue;
        from.set(needed, slug);
        queue.push(needed);
      }
    }
    const chain = (slug) => (picked.has(slug) ? [] : [this.entry(from.get(slug)), ...chain(from.get(slug))]);
    return queue
      .filter((slug) => !picked.has(slug))
      .map((slug) => ({
        entry: this.entry(slug),
        by: queue
          .filter((other) => this.#needs.get(other)?.has(slug))
          .map((other) => ({ chain: [this.entry(other), ...chain(other)], why: this.#needs.get(other).get(slug) })),
      }));
  }

  #pairs(chosen) {
    return chosen.flatMap((one, at) =>
      chosen
        .slice(at + 1)
        .filter((other) => this.#tensions.get(one.slug)?.has(other.slug))
        .map((other) => ({ one, other, why: this.#tensions.get(one.slug).get(other.slug) })),
    );
  }

  #related(chosen) {
    const slugs = new Set(chosen.map(({ slug }) => slug));
    const found = this.#others
      .filter(({ one, other }) => slugs.has(one) && slugs.has(other))
      .map((tied) => ({ ...tied, one: this.entry(tied.one), other: this.entry(tied.other) }));
    return {
      alternatives: found.filter(({ type }) => type === "alternatives"),
      related: found.filter(({ type }) => type !== "alternatives"),
    };
  }

  /** The levels that those of the chosen lean on and that nothing chosen works at, with what would. */
  #gaps(chosen, missing) {
    const reached = new Set(chosen.flatMap(({ levels }) => levels ?? []));
    const gaps = new Map();
    for (const number of new Set(chosen.map(({ levels }) => levels?.[0]))) {
      const level = this.levels.get(number);
      for (const needed of level?.leansOn ?? []) {
        if (reached.has(needed) || !this.levels.has(needed)) continue;
        const leaning = { level, leansOn: level.leansOn.map((one) => this.levels.get(one)).filter(Boolean) };
        const entries = chosen.filter(({ levels }) => levels?.[0] === number);
        gaps.set(needed, [...(gaps.get(needed) ?? []), { ...leaning, entries }]);
      }
    }
    return [...gaps]
      .sort(([one], [other]) => other - one)
      .map(([number, by]) => ({ level: this.levels.get(number), by, fill: this.#fill(number, chosen, missing) }));
  }

  /** Up to three entries at a level: best those that are needed anyway, help the chosen, or share their archetypes. */
  #fill(number, chosen, missing) {
    const slugs = new Set(chosen.map(({ slug }) => slug));
    const free = this.choices.filter(
      ({ slug, levels, status, superseded_by: heir }) =>
        levels?.includes(number) && !slugs.has(slug) && !PAST.includes(status) && !heir,
    );
    return free
      .map((entry) => this.#fitness(entry, number, chosen, missing))
      .sort((one, other) => other.score - one.score)
      .slice(0, SUGGESTED);
  }

  #fitness(entry, number, chosen, missing) {
    const archetypes = new Set(chosen.flatMap((one) => one.archetypes ?? []));
    const shared = (entry.archetypes ?? []).filter((slug) => archetypes.has(slug)).map((slug) => this.entry(slug));
    const needed = missing.some((one) => one.entry === entry);
    const helps = chosen.find(({ slug }) => this.#help(entry.slug, slug));
    const against = chosen.find(({ slug }) => this.#tensions.get(entry.slug)?.has(slug));
    const score = 8 * needed + 4 * Boolean(helps) + 2 * Math.min(shared.length, 3) + (entry.levels[0] === number) - 16 * Boolean(against);
    return { entry, score, shared: shared.filter(Boolean), needed, helps, against };
  }

  #help(one, other) {
    const between = (tied) => (tied.one === one && tied.other === other) || (tied.one === other && tied.other === one);
    return this.#others.some((tied) => HELPING.includes(tied.type) && between(tied));
  }

  /** What is needed comes before what needs it; else weaker levels, which others lean on, come first. */
  #order(entries) {
    const left = new Map(entries.map((entry) => [entry.slug, entry]));
    const weakness = ({ levels }) => levels?.[0] ?? 0;
    const waits = ({ slug }) => [...(this.#needs.get(slug)?.keys() ?? [])].some((needed) => left.has(needed));
    const order = [];
    while (left.size) {
      const ready = [...left.values()].filter((entry) => !waits(entry));
      // What needs itself by way of others has no beginning: begin anywhere.
      const [next] = (ready.length ? ready : [...left.values()]).sort(
        (one, other) => weakness(other) - weakness(one) || byTitle(one, other),
      );
      order.push(next);
      left.delete(next.slug);
    }
    return order;
  }
}

function tie(ties, one, other, why) {
  if (!ties.has(one)) ties.set(one, new Map());
  if (!ties.get(one).get(other)) ties.get(one).set(other, why);
}
