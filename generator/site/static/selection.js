// Papers chosen in lists: with a box, with the key x, a whole range with shift; and what can be done with them.
import { counted } from "./counting.js";
import { button, copy, download } from "./handover.js";
import * as store from "./marks-store.js";
import { file, FORMATS, link, papers, references } from "./pick.js";

const MOST = 2000;
const chosen = new Map(); // key → title, in the order of choosing
let last = null; // the row that was chosen last: a range begins there
let bar = null;
let said = null;

/** Give every row of `root` its box. Called again for each page, and when rows were added. */
export function startSelection(root) {
  if (!bar) build();
  for (const row of root.querySelectorAll(".md-content .p-row[data-key]:not([data-select])")) {
    row.dataset.select = "";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "p-select";
    box.setAttribute("aria-label", `Select: ${title(row)}`);
    box.addEventListener("click", (event) => choose(row, box.checked, event.shiftKey));
    row.prepend(box);
  }
  show();
}

function build() {
  bar = document.createElement("section");
  bar.className = "p-bar";
  bar.setAttribute("aria-label", "Selected papers");
  bar.hidden = true;
  said = document.createElement("span");
  said.setAttribute("role", "status");
  const count = document.createElement("strong");
  const format = choice("Format", [["", "Save as …"], ...Object.keys(FORMATS).map((name) => [name, name])], save);
  const mark = choice("Mark", [["", "Mark …"], ["to-read", "To read"], ["read", "Read"], ["star", "Star"], ["none", "Neither"]], marked);
  bar.append(
    count,
    button("Copy references", async () => {
      tell("");
      try {
        const found = await references([...chosen.keys()]);
        tell((await copy(`${found.join("\n\n")}\n`)) ? `${counted(found.length, "reference")} copied.` : "The browser does not allow copying.");
      } catch {
        tell("The references could not be fetched. Try again.");
      }
    }),
    format,
    mark,
    button("Copy link", async () => {
      tell((await copy(link([...chosen.keys()]))) ? "Link copied." : "The browser does not allow copying.");
    }),
    button("Select all shown", () => {
      for (const row of rows()) add(row);
      show();
    }),
    button("Clear", () => {
      chosen.clear();
      last = null;
      show();
    }),
    said,
  );
  document.body.append(bar);
  document.addEventListener("papers:rows", () => startSelection(document));
  document.addEventListener("papers:select", (event) => {
    const row = event.target.closest(".p-row[data-key]");
    if (row) choose(row, !chosen.has(row.dataset.key), false);
  });
  // The finder knows papers that no row shows yet.
  document.addEventListener("papers:select-all", (event) => {
    tell("");
    for (const key of event.detail) if (!chosen.has(key)) addKey(key, "");
    show();
  });
}

function choice(label, options, act) {
  const made = document.createElement("select");
  made.setAttribute("aria-label", label);
  made.append(...options.map(([value, word]) => new Option(word, value)));
  made.addEventListener("change", () => {
    const { value } = made;
    made.value = "";
    if (value) act(value);
  });
  return made;
}

async function save(name) {
  const { suffix, type } = FORMATS[name];
  tell("");
  try {
    download(`papers.${suffix}`, await file([...chosen.keys()], suffix), type);
    tell(`Saved as papers.${suffix}.`);
  } catch {
    tell(`${name} could not be fetched. Try again.`);
  }
}

async function marked(what) {
  const marks = { star: { star: true }, none: { status: "", star: false } };
  if ([...chosen.values()].includes("")) {
    const known = await papers().catch(() => new Map()); // of papers that no row showed
    for (const [key, words] of chosen) if (!words) chosen.set(key, known.get(key)?.title ?? "");
  }
  const kept = store.change([...chosen], marks[what] ?? { status: what });
  tell(kept ? "Marked." : store.trouble());
}

function choose(row, on, range) {
  tell("");
  const all = rows();
  const from = all.indexOf(last);
  const to = all.indexOf(row);
  const span = range && from >= 0 ? all.slice(Math.min(from, to), Math.max(from, to) + 1) : [row];
  for (const one of span) {
    if (on) add(one);
    else chosen.delete(one.dataset.key);
  }
  last = row;
  show();
}

function add(row) {
  addKey(row.dataset.key, title(row));
}

function addKey(key, words) {
  if (chosen.size >= MOST && !chosen.has(key)) tell(`No more than ${MOST.toLocaleString("en")} papers can be selected.`);
  else chosen.set(key, words);
}

function rows() {
  return [...document.querySelectorAll(".md-content .p-row[data-key]")].filter((row) => row.checkVisibility());
}

function title(row) {
  return row.querySelector(".p-title a, .p-title")?.textContent.trim() ?? row.dataset.key;
}

function tell(words) {
  said.textContent = words;
}

function show() {
  for (const box of document.querySelectorAll(".p-row[data-key] > .p-select")) {
    box.checked = chosen.has(box.parentElement.dataset.key);
  }
  bar.hidden = chosen.size === 0;
  document.body.classList.toggle("p-has-bar", chosen.size > 0);
  bar.querySelector("strong").textContent = `${chosen.size.toLocaleString("en")} selected`;
}
