// What is chosen in the finder, as buttons that take it away.
import { FACETS } from "./finder-facets.js";
import { rangeWords } from "./finder-panel.js";
import { nothing } from "./finder-state.js";
import { element, papers } from "./rows.js";

/** The chips of a state; empty where nothing is chosen. `change` is called with what changes the state. */
export function chipsOf(state, facets, change) {
  const chips = [];
  const chip = (words, how) => {
    const label = `Take away: ${words}`;
    const cross = element("span", { "aria-hidden": "true" }, " ×");
    const button = element("button", { type: "button", class: "p-chip", "aria-label": label }, words, cross);
    button.addEventListener("click", () => change(how));
    chips.push(button);
  };
  for (const { name } of FACETS) {
    for (const [kind, not] of [["any", ""], ["not", "not "]]) {
      for (const key of state.facets[name][kind]) {
        chip(not + (facets[name]?.byKey.get(key)?.title ?? key), () => state.facets[name][kind].delete(key));
      }
    }
  }
  if (state.years.from || state.years.to) chip(rangeWords(state.years), () => (state.years = { from: 0, to: 0 }));
  if (state.papers.length > 0) chip(`${papers(state.papers.length)} that ${state.papers.length === 1 ? "was" : "were"} selected`, () => (state.papers = []));
  if (chips.length > 0) {
    const all = element("button", { type: "button", class: "p-chip p-chip-all" }, "Take all away");
    all.addEventListener("click", () =>
      change(() => Object.assign(state, nothing(), { query: state.query, sort: state.sort, view: state.view })),
    );
    chips.push(all);
  }
  return chips;
}
