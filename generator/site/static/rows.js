// Rows of papers that a script puts into a page.
import { counted } from "./counting.js";
import { tokens } from "./search-text.js";

const WORD = /[\p{L}\p{N}\u0900-\u0dff'’]+/gu;
const MARKED = ".p-title a, .p-authors a, .p-tldr";

/** Put rows, HTML of our own index, at the end of `list`, with `words` (of the index) marked; tell who decorates rows. */
export function appendRows(list, rows, words) {
  for (const html of rows) {
    const template = document.createElement("template");
    template.innerHTML = html;
    const row = template.content.firstElementChild;
    if (!row) continue;
    if (words.size > 0) for (const place of row.querySelectorAll(MARKED)) markWords(place, words);
    list.append(row);
  }
  document.dispatchEvent(new CustomEvent("papers:rows"));
}

/** Mark the words of `place` that are in `words`. */
function markWords(place, words) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("math")) texts.push(walker.currentNode);
  for (const text of texts) {
    const parts = [];
    let end = 0;
    for (const match of text.data.matchAll(WORD)) {
      const own = tokens(match[0]);
      if (own.length === 0 || !own.every((word) => words.has(word))) continue;
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      parts.push(text.data.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    if (parts.length > 0) text.replaceWith(...parts, text.data.slice(end));
  }
}

/** An element with attributes and children; an attribute that is `true` is set, one that is `false` left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

/** `1 paper`, `1,234 papers`. */
export function papers(count) {
  return counted(count, "paper");
}
