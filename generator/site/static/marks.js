// Marks on papers: to read, read, a star, a note; on every paper's page and in every list.
import { button } from "./handover.js";
import * as store from "./marks-store.js";

const WORDS = { "to-read": "To read", read: "Read", star: "Star", note: "Note" };
let started = false;
const said = document.createElement("p");
said.className = "p-told";
said.setAttribute("role", "status");

/** Give every paper of `root` its marks. Called again for each page, and when rows were added. */
export function startMarks(root) {
  if (!started) {
    started = true;
    store.listen(() => show(document));
    document.addEventListener("papers:rows", () => startMarks(document));
  }
  for (const row of root.querySelectorAll(".md-content .p-row[data-key]:not([data-marks])")) {
    row.dataset.marks = "";
    row.append(tools(row.dataset.key, row.querySelector(".p-title a, .p-title")?.textContent.trim() ?? ""));
  }
  const page = root.querySelector(".p-cite[data-key]");
  const actions = root.querySelector(".p-paper .p-actions");
  if (page && actions && !root.querySelector(".p-paper > .p-marks")) {
    actions.after(tools(page.dataset.key, root.querySelector(".p-paper h1").textContent.trim()));
  }
  show(root);
}

function tools(key, title) {
  const place = document.createElement("div");
  place.className = "p-marks";
  place.dataset.paper = key;
  place.setAttribute("role", "group");
  place.setAttribute("aria-label", `Marks: ${title}`);
  const papers = [[key, title]];
  for (const what of ["to-read", "read", "star"]) {
    const made = button(WORDS[what], () => {
      const mark = store.of(key);
      store.change(papers, what === "star" ? { star: !mark.star } : { status: mark.status === what ? "" : what });
    });
    made.dataset.mark = what;
    place.append(made);
  }
  const note = button(WORDS.note, () => openNote(place, papers));
  note.dataset.mark = "note";
  note.setAttribute("aria-expanded", "false");
  place.append(note);
  return place;
}

function openNote(place, papers) {
  const opener = place.querySelector('[data-mark="note"]');
  const there = place.querySelector("textarea");
  if (there) {
    there.remove();
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
    return;
  }
  const field = document.createElement("textarea");
  field.value = store.of(papers[0][0]).note;
  field.maxLength = 10_000;
  field.rows = 3;
  field.setAttribute("aria-label", `Note: ${papers[0][1]}`);
  field.placeholder = "A note for yourself. It stays in this browser.";
  field.addEventListener("change", () => store.change(papers, { note: field.value.trim() }));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    field.blur();
    openNote(place, papers);
  });
  place.append(field);
  opener.setAttribute("aria-expanded", "true");
  field.focus();
}

/** Show what is marked. */
function show(root) {
  const marks = store.all();
  for (const place of root.querySelectorAll(".p-marks")) {
    const mark = Object.hasOwn(marks, place.dataset.paper) ? marks[place.dataset.paper] : null;
    for (const made of place.querySelectorAll("[data-mark]")) {
      const what = made.dataset.mark;
      const on = what === "star" || what === "note" ? Boolean(mark?.[what]) : mark?.status === what;
      if (what === "note") made.textContent = on ? "Note ✓" : "Note";
      else made.setAttribute("aria-pressed", String(on));
      made.classList.toggle("p-on", on);
    }
    const field = place.querySelector("textarea");
    if (field && document.activeElement !== field) field.value = mark?.note ?? "";
    place.closest(".p-row")?.classList.toggle("p-was-read", mark?.status === "read");
  }
  if (store.trouble()) {
    said.textContent = store.trouble();
    if (!said.isConnected) document.body.append(said);
  } else {
    said.remove();
  }
}
