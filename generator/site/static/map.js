// The map: titles on hover, focus and tap, filters, search, and a rectangle that lists what is in it.

import { counted } from "./counting.js";

const LISTED = 200; // papers of a selection that are listed; the link to the finder has as many keys
const TAGS = 8;
const NEAR = 24; // how far a pointer moves, in CSS pixels, before it draws a rectangle: 1/4 of that with a mouse

const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** Start every map below `root`. Calling it twice changes nothing. */
export function startMap(root) {
  for (const map of root.querySelectorAll(".p-map:not([data-started])")) {
    map.dataset.started = "";
    start(map);
  }
}

function start(map) {
  const plane = map.querySelector(".p-plane");
  const form = map.querySelector("form");
  const told = map.querySelector(".p-map-told");
  const found = map.querySelector(".p-map-found");
  const titles = JSON.parse(map.dataset.tags);
  const dots = [...plane.querySelectorAll(".p-dot")].map((node) => {
    const [x, y] = node.getAttribute("transform").match(/[\d.]+/g).map(Number);
    const words = node.querySelector("title").textContent;
    const tags = node.dataset.t.split(" ").filter(Boolean);
    const text = fold([words, ...tags.map((tag) => titles[tag])].join(" "));
    return { node, x, y, words, text, tags, year: node.dataset.y, categories: node.dataset.c.split(" "), shown: true };
  });
  let current = null;

  const tell = (dot) => {
    current?.node.classList.remove("p-current");
    current = dot;
    dot?.node.classList.add("p-current");
    told.textContent = dot ? dot.words : "";
  };
  const of = (event) => dots.find((dot) => dot.node === event.target.closest?.(".p-dot"));

  const filter = () => {
    const { q, category, from, to } = form.elements;
    const words = fold(q.value.slice(0, 500)).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const dot of dots) {
      dot.shown =
        (!category.value || dot.categories.includes(category.value)) &&
        (!from.value || dot.year >= from.value) &&
        (!to.value || dot.year <= to.value);
      const match = words.length > 0 && words.every((word) => dot.text.includes(word));
      dot.match = dot.shown && (words.length === 0 || match);
      dot.node.classList.toggle("p-away", !dot.shown);
      dot.node.classList.toggle("p-match", dot.shown && match);
      count += dot.match ? 1 : 0;
    }
    plane.classList.toggle("p-searched", words.length > 0);
    told.textContent = `${count} of ${counted(dots.length, "paper")}`;
  };
  const list = (chosen) => {
    found.hidden = false;
    found.replaceChildren(...selection(chosen, titles, map.dataset.to));
  };

  form.hidden = false;
  map.querySelector(".p-map-hint").hidden = false;
  for (const dot of dots) dot.match = true;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.querySelector("button").addEventListener("click", () => list(dots.filter((dot) => dot.match)));

  plane.setAttribute("tabindex", "0");
  plane.addEventListener("pointerover", (event) => tell(of(event) ?? current));
  plane.addEventListener("focus", () => tell(current ?? dots.find((dot) => dot.shown) ?? null));
  plane.addEventListener("keydown", (event) => {
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && current && event.target === plane) open(current);
    else if (ways[event.key]) tell(next(dots, current, ways[event.key]) ?? current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  rectangle(plane, dots, list);
  // The first tap tells, the second opens: a finger cannot point without touching.
  let touched = null;
  plane.addEventListener("click", (event) => {
    const dot = of(event);
    if (dot && event.pointerType === "touch" && touched !== dot) {
      event.preventDefault();
      event.stopPropagation();
      tell(dot);
    }
    touched = dot ?? null;
  });
}

function open(dot) {
  dot.node.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
}

/** The nearest shown point in a direction; of those equally far along, the one least beside the way. */
function next(dots, from, [right, down]) {
  if (!from) return dots.find((dot) => dot.shown);
  let best = null;
  let least = Infinity;
  for (const dot of dots) {
    const along = (dot.x - from.x) * right + (dot.y - from.y) * down;
    const beside = Math.abs((dot.x - from.x) * down) + Math.abs((dot.y - from.y) * right);
    const far = along + 2 * beside;
    if (dot !== from && dot.shown && along > 0 && far < least) [best, least] = [dot, far];
  }
  return best;
}

/** Let the pointer draw a rectangle; what it holds goes to `list`. */
function rectangle(plane, dots, list) {
  let from = null;
  let box = null;
  const place = (event) => {
    const edge = plane.getBoundingClientRect();
    const scale = plane.viewBox.baseVal.width / edge.width;
    return { x: (event.clientX - edge.left) * scale, y: (event.clientY - edge.top) * scale, scale };
  };
  const end = () => {
    box?.remove();
    from = box = null;
  };
  plane.addEventListener("dragstart", (event) => event.preventDefault());
  plane.addEventListener("pointerdown", (event) => {
    if (event.button === 0 && event.pointerType !== "touch") from = place(event);
  });
  plane.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = place(event);
    if (!box && Math.hypot(to.x - from.x, to.y - from.y) < (NEAR / 4) * to.scale) return;
    if (!box) {
      box = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      box.setAttribute("class", "p-drawn");
      plane.append(box);
      plane.setPointerCapture(event.pointerId);
    }
    const values = { x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
    for (const [name, value] of Object.entries(values)) box.setAttribute(name, value);
    box.area = values;
  });
  plane.addEventListener("pointerup", () => {
    if (box) {
      const { x, y, width, height } = box.area;
      list(dots.filter((dot) => dot.match && dot.x >= x && dot.x <= x + width && dot.y >= y && dot.y <= y + height));
      // The click that follows belongs to the rectangle and opens nothing.
      plane.addEventListener("click", (event) => { event.preventDefault(); event.stopPropagation(); }, { capture: true, once: true });
      setTimeout(() => plane.dispatchEvent(new MouseEvent("click", { cancelable: true })), 0);
    }
    end();
  });
  plane.addEventListener("pointercancel", end);
}

/** What is shown of a selection: how many, the commonest tags, the papers, and the way to the finder. */
function selection(chosen, titles, finder) {
  const make = (name, words, more = {}) => Object.assign(document.createElement(name), { textContent: words }, more);
  const head = make("h2", counted(chosen.length, "paper"));
  if (chosen.length === 0) return [head, make("p", "No paper is there. Draw a larger rectangle, or take a filter away.")];
  const counts = new Map();
  for (const tag of chosen.flatMap((dot) => dot.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const common = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, TAGS);
  const tags = make("p", common.length > 0 ? `Commonest tags: ${common.map(([tag, count]) => `${titles[tag]} (${count})`).join(", ")}` : "");
  const listed = chosen.slice(0, LISTED);
  const way = make("a", chosen.length > LISTED ? `Open the first ${LISTED} in the finder` : `Open ${chosen.length === 1 ? "it" : "them"} in the finder`, {
    href: `${finder}?papers=${listed.map((dot) => dot.node.dataset.key).join(",")}`,
  });
  const items = make("ul", "");
  for (const dot of listed) {
    const item = make("li", "");
    item.append(make("a", dot.words, { href: dot.node.getAttribute("xlink:href") }));
    items.append(item);
  }
  const open = make("p", "");
  open.append(way);
  return [head, tags, open, items];
}
