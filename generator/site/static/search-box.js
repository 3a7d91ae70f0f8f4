// The search dialog, the same on every page, and the list of the keys.
import { appendRows, element, papers } from "./rows.js";
import { open, SearchError } from "./search.js";

export const SLOW = 500; // milliseconds after which it is said that something is under way
export const SEARCHING = "Searching …";
const SHOWN = 8;
const PLACES = 3;
const KEYS = [
  ["/ or s", "search"],
  ["↓ ↑ or j k", "to the next or previous paper"],
  ["Enter", "open it; in the search field: all results"],
  ["x", "select the paper"],
  ["Esc", "close"],
  ["?", "these keys"],
];

let dialog = null;
let number = 0; // of the newest query: what comes late for an older one is dropped

/** The first file of the index, and the root of the site, as the link in the header says. */
export function places() {
  const link = document.querySelector("a.p-search-open");
  return { index: link.dataset.search, finder: link.href };
}

/** Open the dialog, with `text` in its field. */
export function openSearch(text = "") {
  dialog ??= makeDialog();
  const { field } = dialog;
  if (!dialog.box.isConnected) document.body.append(dialog.box);
  if (!dialog.box.open) dialog.box.showModal();
  if (text) field.value = text;
  field.focus();
  if (!text) field.select();
  open(places().index).catch(() => {}); // told when something is typed
  if (field.value) ask();
}

function makeDialog() {
  const field = element("input", {
    type: "search", id: "search-field", "data-search-field": true, autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
    placeholder: "Title, author, topic, arXiv id, DOI",
  });
  const said = element("p", { class: "p-said", role: "status" });
  const list = element("ol", { class: "p-rows", "aria-label": "Papers" });
  const found = element("ul", { class: "p-places", "aria-label": "Pages" });
  const pages = element("section", { hidden: true }, element("h2", {}, "Pages"), found);
  const all = element("a", { class: "p-search-all", href: places().finder }, "All papers");
  const close = element("button", { type: "button", class: "p-button" }, "Close");
  const form = element(
    "form", { role: "search" },
    element("label", { for: "search-field" }, "Search the papers and pages"),
    element("div", { class: "p-search-line" }, field, close),
  );
  const keys = element("button", { type: "button", class: "p-button p-keys-open" }, "Keys");
  const box = element(
    "dialog", { class: "p-search md-typeset", "aria-label": "Search" },
    form, said, element("h2", { class: "p-hidden" }, "Papers"), list, pages, element("p", { class: "p-search-foot" }, all, keys),
  );
  field.addEventListener("input", ask);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    all.click();
  });
  close.addEventListener("click", () => box.close());
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("a")) box.close();
  });
  return { box, field, said, list, pages, found, all };
}

async function ask() {
  const { field, said, list, pages, found, all } = dialog;
  const query = field.value;
  const mine = (number += 1);
  const finder = new URL(places().finder);
  if (query.trim()) finder.searchParams.set("q", query.slice(0, 1000));
  all.href = finder.href;
  if (!query.trim()) {
    said.replaceChildren();
    list.replaceChildren();
    pages.hidden = true;
    all.textContent = "All papers";
    return;
  }
  const slow = setTimeout(() => mine === number && said.replaceChildren(SEARCHING), SLOW);
  try {
    const search = await open(places().index);
    const { result, rows } = await search.answer(query, SHOWN, new URL("../", places().finder).href);
    if (mine !== number) return;
    const count = result.papers?.length ?? 0;
    clearTimeout(slow);
    list.replaceChildren();
    appendRows(list, rows, result.words);
    all.textContent = count > 0 ? `All ${papers(count)}, with filters` : "All papers";
    said.replaceChildren(sentence(result, count));
    const where = await search.pages(query, PLACES).catch(() => []);
    if (mine !== number) return;
    found.replaceChildren(...where.map((place) => placeOf(place, new URL("../", places().finder).href)));
    pages.hidden = where.length === 0;
    const meant = count > 0 && result.unsure.every(({ hits }) => hits > 2) ? [] : await search.meant(result.unsure).catch(() => []);
    if (mine === number && meant.length > 0) said.append(" ", didYouMean(query, meant, (better) => openSearch(better)));
  } catch (error) {
    if (mine !== number) return;
    if (!(error instanceof SearchError)) throw error;
    list.replaceChildren();
    pages.hidden = true;
    said.replaceChildren("The search cannot be loaded just now. The list of all papers works without it.");
  } finally {
    clearTimeout(slow);
  }
}

/** What there is to say of a result, in plain words. */
export function sentence(result, count) {
  if (result.papers === null) return "There is no letter or digit in this to search for.";
  const cut = result.cut ? " Only the first 300 characters were searched." : "";
  if (count === 0) return `No paper found.${cut}`;
  if (!result.all) return `No paper has all of these words. ${papers(count)} ${count === 1 ? "has" : "have"} most of them.${cut}`;
  return `${papers(count)}.${cut}`;
}

/** `Did you mean …?` with the better query as a button that hands it to `take`. */
export function didYouMean(query, meant, take) {
  let better = query;
  for (const { word, meant: other } of meant) better = replaceWord(better, word, other);
  const button = element("button", { type: "button", class: "p-meant" }, better);
  button.addEventListener("click", () => take(better));
  return element("span", {}, "Did you mean ", button, "?");
}

function replaceWord(text, word, other) {
  const plain = (part) => part.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase();
  return text.replace(/[\p{L}\p{N}\p{M}'’]+/gu, (part) => (plain(part) === word ? other : part));
}

function placeOf({ address, title, heading, excerpt }, base) {
  const words = heading && heading !== title ? `${title}: ${heading}` : title;
  return element(
    "li", { class: "p-place" },
    element("a", { href: base + address }, words),
    element("span", { class: "p-excerpt" }, excerpt),
  );
}

/** Show the keys. */
export function openKeys() {
  document.querySelector("dialog.p-keys")?.remove();
  const close = element("button", { type: "button", class: "p-button", autofocus: true }, "Close");
  const box = element(
    "dialog", { class: "p-keys md-typeset", "aria-label": "Keys" },
    element("h2", {}, "Keys"),
    element("dl", {}, ...KEYS.map(([key, what]) => element("div", {}, element("dt", {}, key), element("dd", {}, what)))),
    close,
  );
  close.addEventListener("click", () => box.close());
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}
