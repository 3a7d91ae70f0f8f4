// What the finder adds to the page of all papers.
import { element } from "./rows.js";

/** Put the finder's parts into the page, where they belong; returns them by name. */
export function buildPage(place) {
  const page = place.closest(".p-finder-page");
  const id = "finder-field";
  const field = element("input", {
    type: "search", id, "data-search-field": true, autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
    placeholder: "Title, author, topic, arXiv id, DOI",
  });
  const keys = element("button", { type: "button", class: "p-button p-keys-open" }, "Keys");
  const form = element(
    "form", { role: "search" }, element("label", { for: id }, "Search all papers"), element("div", { class: "p-search-line" }, field, keys),
  );
  const chips = element("div", { class: "p-chips", role: "group", "aria-label": "Chosen", hidden: true });
  const said = element("p", { class: "p-said", role: "status" });
  const sort = element("select", { "aria-label": "Order" });
  const view = element("button", { type: "button", class: "p-button", "aria-pressed": "false" }, "Compact");
  const right = element("span", { class: "p-tools-right", hidden: true }, sort, view);
  place.append(form, chips, element("div", { class: "p-tools" }, said, right));
  place.hidden = false;
  const rows = element("ol", { class: "p-rows" });
  const none = element("p", { class: "p-empty", hidden: true });
  const more = element("button", { type: "button", class: "p-button p-show-more", hidden: true }, "Show more");
  const heading = element("h2", { class: "p-hidden" }, "Results");
  const results = element("section", { class: "p-finder-results", hidden: true, "aria-label": "Results" }, heading, none, rows, more);
  const aside = page.querySelector(".p-facets");
  const list = page.querySelector(".p-finder-list");
  list.before(results);
  return { field, form, chips, said, sort, view, right, rows, none, more, results, aside, list };
}
