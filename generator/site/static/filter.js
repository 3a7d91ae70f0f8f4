// A box above a long list that hides what does not hold the typed words. Without this script the list stands whole.
import { tokens } from "./search-text.js";

const LONG = 12; // entries; a shorter list is seen at a glance

/** Give every `.p-filter` of `root` its box, where the list is long. Calling it twice changes nothing. */
export function startFilters(root) {
  for (const place of root.querySelectorAll(".p-filter")) {
    const papers = place.dataset.filter === "papers";
    const items = [...place.parentElement.querySelectorAll(papers ? ".p-row" : ".p-entries > li")];
    if (place.childElementCount > 0 || items.length < LONG) continue;
    start(place, items, papers);
  }
}

function start(place, items, papers) {
  const label = document.createElement("label");
  label.textContent = papers ? "Filter these papers" : "Filter";
  const input = document.createElement("input");
  input.type = "search";
  input.autocomplete = "off";
  input.spellcheck = false;
  const found = document.createElement("output");
  label.htmlFor = input.id = "filter";
  found.htmlFor = "filter";
  let texts = null;
  input.addEventListener("input", () => {
    texts ??= items.map((item) => tokens(item.textContent).join(" "));
    const words = tokens(input.value.slice(0, 500));
    let shown = 0;
    items.forEach((item, number) => {
      const match = words.every((word) => texts[number].includes(word));
      item.hidden = !match;
      shown += match ? 1 : 0;
    });
    for (const group of place.parentElement.querySelectorAll(".p-group")) {
      group.hidden = !group.querySelector(".p-row:not([hidden]), .p-entries > li:not([hidden])");
    }
    found.textContent = words.length === 0 ? "" : shown === 0 ? "nothing matches" : `${shown} of ${items.length}`;
  });
  place.append(label, input, found);
  place.hidden = false;
}
