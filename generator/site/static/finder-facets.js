// The facets: which papers a choice leaves, and how many it would leave with one value more.
import { rising, slug } from "./search-text.js";

/** The facets in the order in which they are shown; `short`: whether their values come with the first file. */
export const FACETS = [
  { name: "category", title: "Category", short: true },
  { name: "tag", title: "Tags", short: false },
  { name: "venue", title: "Venue", short: true },
  { name: "author", title: "Authors", short: false },
  { name: "has", title: "With", short: true },
  { name: "status", title: "Status", short: true },
];

/** A facet: its values, each {key, title, papers: rising numbers}. */
export class Facet {
  constructor(name, values) {
    this.name = name;
    this.values = values.map(([key, title, papers, others]) => ({ key: key || slug(title), title, papers: rising(papers), others }));
    this.byKey = new Map(this.values.map((value) => [value.key, value]));
  }

  /** The value that a word of a link stands for: a key, or the slug of another name. */
  meant(word) {
    const found = this.byKey.get(word);
    if (found) return found;
    const wanted = slug(word);
    return this.byKey.get(wanted) ?? this.values.find((value) => value.others.includes(wanted));
  }
}

/** Which papers there are in all, as marks by number. */
function marks(size, papers) {
  const found = new Uint8Array(size);
  if (papers === null) found.fill(1);
  else for (const paper of papers) found[paper] = 1;
  return found;
}

/**
 * What is left of `papers` (null: all of `size`) by a choice:
 * {years: {from, to}, only: numbers or null, facets: {name: {all, any: Set of keys, not: Set of keys}}}.
 */
export class Selection {
  constructor(size, papers, choice, facets) {
    this.size = size;
    this.choice = choice;
    this.facets = facets;
    const base = marks(size, papers);
    if (choice.only) {
      const only = marks(size, choice.only);
      for (let paper = 0; paper < size; paper += 1) base[paper] &= only[paper];
    }
    this.years = base.slice();
    const { from, to } = choice.years;
    if (from || to) {
      for (const value of facets.year.values) {
        if ((from && Number(value.key) < from) || (to && Number(value.key) > to)) for (const paper of value.papers) base[paper] = 0;
      }
    }
    for (const [name, chosen] of Object.entries(choice.facets)) {
      for (const key of chosen.not) for (const paper of facets[name].byKey.get(key)?.papers ?? []) base[paper] = this.years[paper] = 0;
    }
    this.base = base; // all but the values that are asked for
    this.fits = {};
    for (const [name, chosen] of Object.entries(choice.facets)) {
      if (chosen.any.size > 0) this.fits[name] = this.#fit(name, chosen);
    }
    this.marks = this.#without(null);
  }

  /** The marks of the papers that fit what is asked for of one facet. */
  #fit(name, { all, any }) {
    const counts = new Uint16Array(this.size);
    for (const key of any) for (const paper of this.facets[name].byKey.get(key)?.papers ?? []) counts[paper] += 1;
    const needed = all ? any.size : 1;
    return counts.map((count) => (count >= needed ? 1 : 0));
  }

  #without(name) {
    const found = this.base.slice();
    for (const [other, fit] of Object.entries(this.fits)) {
      if (other !== name) for (let paper = 0; paper < this.size; paper += 1) found[paper] &= fit[paper];
    }
    return found;
  }

  /** How many papers are left. */
  get count() {
    return this.marks.reduce((sum, mark) => sum + mark, 0);
  }

  /**
   * For each value of a facet the number that stands beside it: of a value that is not chosen, how many papers there
   * are once it is; of one that is, how many of those that are shown have it.
   */
  counts(name) {
    const chosen = this.choice.facets[name];
    const fit = this.fits[name];
    const within = fit && !chosen.all ? this.#without(name) : this.marks;
    const shown = fit && !chosen.all ? this.count : 0;
    return this.facets[name].values.map(({ key, papers }) => {
      let count = 0;
      if (fit && !chosen.all && !chosen.any.has(key)) {
        count = shown;
        for (const paper of papers) count += within[paper] & (fit[paper] ^ 1);
      } else {
        for (const paper of papers) count += this.marks[paper];
      }
      return count;
    });
  }

  /** Year → how many papers it has of what is left without a choice of years. */
  perYear() {
    const open = this.years.slice();
    for (const fit of Object.values(this.fits)) for (let paper = 0; paper < this.size; paper += 1) open[paper] &= fit[paper];
    return new Map(this.facets.year.values.map(({ key, papers }) => [key, papers.reduce((sum, paper) => sum + open[paper], 0)]));
  }
}
