// What a reader marks, kept in this browser and nowhere else: one entry of its storage, in a form that has a version.
//
// { version: 1, marks: { KEY: { title, status: "to-read" | "read" | "", star: bool, note: text, changed: ISO time } } }
// A mark without status, star and note is none. Titles are kept, so that a paper that left the list is still known.

import { counted } from "./counting.js";

const VERSION = 1;
const ROOT = new URL("../", import.meta.url).pathname; // several sites may share one storage
const ENTRY = `papers.marks:${ROOT}`;
const LONGEST_NOTE = 10_000;
export const LARGEST_FILE = 20_000_000; // bytes of a file to take in

const listeners = new Set();
let last = { text: null, marks: {} }; // what was read last: every row asks for its mark
let memory = null; // where the storage is off: kept while the page is open
let told = "";

/** What a reader has to know of the storage; empty where all is well. */
export function trouble() {
  return told;
}

/** All marks, key → mark. */
export function all() {
  return memory ?? stored();
}

function stored() {
  let text = null;
  try {
    text = localStorage.getItem(ENTRY);
  } catch {
    memory = {};
    told = "This browser keeps nothing for this site, so marks are gone when the page is closed.";
    return memory;
  }
  if (text === null) return {};
  if (text === last.text) return last.marks;
  const { marks, fault } = parse(text);
  if (!fault) {
    last = { text, marks };
    return marks;
  }
  if (fault === "version") {
    memory = {};
    told = "Your marks were written by a newer version of this site. Reload the page; until then nothing is changed.";
    return memory;
  }
  try {
    localStorage.setItem(`${ENTRY}:damaged`, text); // nothing is thrown away
    localStorage.removeItem(ENTRY);
  } catch {
    memory = {};
  }
  told = "Your marks could not be read and begin anew. What was there is kept in the browser under another name.";
  return {};
}

/** The marks of a text, or what is wrong with it: `json`, `form`, `version`. */
export function parse(text) {
  let values = null;
  try {
    values = JSON.parse(text);
  } catch {
    return { marks: {}, fault: "json" };
  }
  if (values === null || typeof values !== "object" || typeof values.version !== "number") return { marks: {}, fault: "form" };
  if (values.version > VERSION) return { marks: {}, fault: "version" };
  if (values.marks === null || typeof values.marks !== "object" || Array.isArray(values.marks)) return { marks: {}, fault: "form" };
  const marks = {};
  for (const [key, value] of Object.entries(values.marks)) {
    if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(key) && value !== null && typeof value === "object") {
      const mark = clean(value);
      if (mark) marks[key] = mark;
    }
  }
  return { marks, fault: "" };
}

/** A mark of known parts only; null where nothing is marked. */
function clean({ title, status, star, note, changed }) {
  const mark = {
    title: typeof title === "string" ? title.slice(0, 1000) : "",
    status: status === "to-read" || status === "read" ? status : "",
    star: star === true,
    note: typeof note === "string" ? note.slice(0, LONGEST_NOTE) : "",
    changed: typeof changed === "string" && !Number.isNaN(Date.parse(changed)) ? new Date(changed).toISOString() : "1970-01-01T00:00:00.000Z",
  };
  return mark.status || mark.star || mark.note ? mark : null;
}

/** The mark of a paper, with nothing marked where there is none. */
export function of(key) {
  return Object.hasOwn(all(), key) ? all()[key] : { title: "", status: "", star: false, note: "", changed: "" };
}

/** Change marks: `papers` is (key, title) pairs, `what` some of status, star, note. Returns whether it was kept. */
export function change(papers, what) {
  const marks = { ...all() };
  for (const [key, title] of papers) {
    const mark = clean({ ...(marks[key] ?? {}), title: title || marks[key]?.title || key, ...what, changed: new Date().toISOString() });
    if (mark) marks[key] = mark;
    else delete marks[key];
  }
  return keep(marks);
}

function keep(marks) {
  if (memory) {
    memory = marks;
    tell();
    return false;
  }
  try {
    localStorage.setItem(ENTRY, written(marks));
    told = "";
  } catch {
    told = "The browser's storage for this site is full or switched off: the last change was not kept.";
    tell();
    return false;
  }
  tell();
  return true;
}

function written(marks) {
  const sorted = Object.fromEntries(Object.entries(marks).sort(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify({ version: VERSION, marks: sorted }, null, 1);
}

/** The marks as the text of a file. */
export function exported() {
  return `${written(all())}\n`;
}

/** Take in the text of a file; of two marks of one paper the newer wins. Returns what to tell. */
export function imported(text) {
  const { marks, fault } = parse(text);
  if (fault === "json") return "This file is not JSON, so nothing was taken in.";
  if (fault === "version") return "This file was written by a newer version of this site, so nothing was taken in.";
  if (fault) return "This file holds no library of this site, so nothing was taken in.";
  const merged = { ...all() };
  let taken = 0;
  for (const [key, mark] of Object.entries(marks)) {
    if (merged[key] && merged[key].changed >= mark.changed) continue;
    merged[key] = mark;
    taken += 1;
  }
  const kept = keep(merged);
  const count = `${taken} of ${counted(Object.keys(marks).length, "mark")} taken in${taken < Object.keys(marks).length ? "; the others were here already" : ""}.`;
  return kept ? count : `${count} ${told}`;
}

/** Call `changed` whenever a mark changes, here or in another tab. */
export function listen(changed) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function tell() {
  for (const listener of listeners) listener();
}

addEventListener("storage", (event) => {
  if (event.key === ENTRY || event.key === null) tell();
});
