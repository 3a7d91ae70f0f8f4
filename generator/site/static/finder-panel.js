// The panel of the finder: for each facet its values with their numbers, to be asked for or left out.
import { FACETS } from "./finder-facets.js";
import { element } from "./rows.js";
import { fold } from "./search-text.js";

const FEW = 10; // values that are shown before one asks for more
const MORE = 50;
const SEVERAL = new Set(["category", "tag", "author", "has"]); // a paper may have several of them

/** One facet in the panel. `change(what)` is called with a function that changes the facet's choice. */
class Box {
  constructor({ name, title }, open, load, change) {
    this.name = name;
    this.most = FEW;
    this.lines = new Map();
    this.number = element("span", { class: "p-count" });
    this.list = element("ul", { class: "p-values" });
    this.more = element("button", { type: "button", class: "p-more-values", hidden: true }, "Show more");
    this.field = element("input", { type: "search", class: "p-value-filter", autocomplete: "off", spellcheck: "false", "aria-label": `Search in ${title}`, placeholder: `Search in ${title.toLowerCase()}` });
    this.field.hidden = true;
    this.all = element("input", { type: "checkbox" });
    this.mode = element("label", { class: "p-mode", hidden: true }, this.all, " only papers with all that are ticked");
    this.said = element("p", { class: "p-quiet", hidden: true });
    this.root = element("details", { class: "p-facet", "data-facet": name, open }, element("summary", {}, title, " ", this.number), this.field, this.mode, this.list, this.more, this.said);
    this.change = change;
    this.root.addEventListener("toggle", () => this.root.open && load());
    this.more.addEventListener("click", () => {
      this.most += MORE;
      this.show();
    });
    this.field.addEventListener("input", () => {
      this.most = FEW;
      this.show();
    });
    this.all.addEventListener("change", () => change((chosen) => (chosen.all = this.all.checked)));
  }

  /** Show the values with their numbers; without them, as long as they are not here. */
  update(facet, selection, chosen) {
    const count = chosen.any.size + chosen.not.size;
    this.number.textContent = count > 0 ? `${count} chosen` : "";
    this.all.checked = chosen.all;
    this.mode.hidden = !SEVERAL.has(this.name) || chosen.any.size === 0;
    if (!facet || !selection) return;
    this.facet = facet;
    this.chosen = chosen;
    if (this.root.open) {
      this.counts = selection.counts(this.name);
      this.show();
    }
  }

  show() {
    if (!this.counts) return;
    const { values } = this.facet;
    this.said.hidden = true;
    this.field.hidden = values.length <= 12 || this.name === "category";
    const wanted = fold(this.field.value.slice(0, 200)).split(/\s+/).filter(Boolean);
    let places = values.map((_, place) => place);
    if (wanted.length > 0) {
      this.folded ??= values.map((value) => `${fold(value.title)} ${value.others.join(" ")}`);
      places = places.filter((place) => wanted.every((word) => this.folded[place].includes(word)));
    }
    const isChosen = (place) => this.chosen.any.has(values[place].key) || this.chosen.not.has(values[place].key);
    if (this.name !== "category" && this.name !== "has") {
      places.sort((a, b) => isChosen(b) - isChosen(a) || this.counts[b] - this.counts[a] || a - b);
    }
    const few = this.name === "category" ? values.length : this.most;
    this.more.hidden = places.length <= few;
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const lines = places.slice(0, few).map((place) => this.line(values[place], this.counts[place]));
    this.list.replaceChildren(...lines);
    if (focused?.isConnected) focused.focus({ preventScroll: true });
    if (places.length === 0) {
      this.said.hidden = false;
      this.said.textContent = "Nothing of this name.";
    }
  }

  line(value, count) {
    let line = this.lines.get(value.key);
    if (!line) {
      const box = element("input", { type: "checkbox" });
      const number = element("span", { class: "p-count" });
      const not = element("button", { type: "button", class: "p-not", "aria-pressed": "false", title: `Leave out ${value.title}`, "aria-label": `Leave out ${value.title}` }, "−");
      const root = element("li", { "data-value": value.key }, element("label", {}, box, element("span", { class: "p-word" }, value.title), number), not);
      box.addEventListener("change", () =>
        this.change((chosen) => {
          chosen.not.delete(value.key);
          chosen.any[box.checked ? "add" : "delete"](value.key);
        }),
      );
      not.addEventListener("click", () =>
        this.change((chosen) => {
          chosen.any.delete(value.key);
          chosen.not[chosen.not.has(value.key) ? "delete" : "add"](value.key);
        }),
      );
      line = { root, box, number, not };
      this.lines.set(value.key, line);
    }
    const without = this.chosen.not.has(value.key);
    line.box.checked = this.chosen.any.has(value.key);
    line.number.textContent = without ? "left out" : count.toLocaleString("en");
    line.not.setAttribute("aria-pressed", String(without));
    line.root.classList.toggle("p-none", count === 0 && !line.box.checked && !without);
    return line.root;
  }

  /** The values cannot be had. */
  failed() {
    this.said.hidden = false;
    this.said.textContent = "These cannot be loaded just now.";
  }
}

/** The years: from, to, and each with its number. */
class Years {
  constructor(change) {
    const select = (words) => element("select", { "aria-label": words });
    this.from = select("From year");
    this.to = select("To year");
    this.number = element("span", { class: "p-count" });
    this.list = element("ul", { class: "p-values" });
    this.root = element(
      "details", { class: "p-facet", "data-facet": "year", open: false }, element("summary", {}, "Year ", this.number),
      element("p", { class: "p-range" }, "from ", this.from, " to ", this.to), this.list,
    );
    for (const end of ["from", "to"]) {
      this[end].addEventListener("change", () => change({ from: Number(this.from.value), to: Number(this.to.value) }));
    }
    this.change = change;
    this.lines = new Map();
  }

  update(facet, selection, { from, to }) {
    this.number.textContent = from || to ? rangeWords({ from, to }) : "";
    if (!facet || !selection) return;
    if (this.from.length === 0) {
      for (const [select, words] of [[this.from, "the first"], [this.to, "the last"]]) {
        select.append(new Option(words, "0"), ...facet.values.map(({ key }) => new Option(key, key)));
      }
    }
    for (const [select, year] of [[this.from, from], [this.to, to]]) {
      if (year && !facet.byKey.has(String(year)) && ![...select.options].some(({ value }) => Number(value) === year)) select.append(new Option(year, year));
      select.value = String(year);
    }
    for (const [year, count] of selection.perYear()) {
      let line = this.lines.get(year);
      if (!line) {
        const number = element("span", { class: "p-count" });
        const button = element("button", { type: "button", class: "p-year-choice" }, year);
        button.addEventListener("click", () => {
          const alone = button.getAttribute("aria-pressed") === "true";
          this.change(alone ? { from: 0, to: 0 } : { from: Number(year), to: Number(year) });
        });
        line = { root: element("li", { "data-value": year }, button, number), button, number };
        this.lines.set(year, line);
        this.list.append(line.root);
      }
      line.number.textContent = count.toLocaleString("en");
      line.button.setAttribute("aria-pressed", String(Number(year) === from && Number(year) === to));
      line.root.classList.toggle("p-none", count === 0);
    }
  }
}

/** A range of years in words. */
export function rangeWords({ from, to }) {
  if (from === to) return String(from);
  if (!to) return `from ${from}`;
  return from ? `${from} to ${to}` : `until ${to}`;
}

/** All facets. `load(name)` fetches the values of one, `change(name, how)` changes what is chosen of it. */
export class Panel {
  constructor(load, change, changeYears) {
    this.boxes = new Map(
      FACETS.map((facet) => [facet.name, new Box(facet, facet.name === "category", () => load(facet.name), (how) => change(facet.name, how))]),
    );
    this.years = new Years(changeYears);
    const [category, ...rest] = [...this.boxes.values()].map(({ root }) => root);
    this.roots = [category, this.years.root, ...rest];
  }

  update(facets, selection, state) {
    this.years.update(facets.year, selection, state.years);
    for (const [name, box] of this.boxes) {
      box.update(facets[name], selection, state.facets[name]);
      box.root.hidden = facets[name]?.values.length === 0;
    }
  }

  failed(name) {
    this.boxes.get(name)?.failed();
  }
}
