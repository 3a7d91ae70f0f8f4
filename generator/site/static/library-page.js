// The page of a reader's own marks: listed, filtered, sorted, taken out and taken in. Everything stays in this browser.
import { counted } from "./counting.js";
import { button, download } from "./handover.js";
import * as store from "./marks-store.js";
import { file, FORMATS, page, papers } from "./pick.js";

const SHOWN = { "": "All", "to-read": "To read", read: "Read", star: "Starred", note: "With a note" };
const ORDERS = { changed: "Last marked first", date: "Newest paper first", title: "Title" };
let stop = null;

/** Fill the page, if it is the library's and not filled yet. */
export function startLibrary(place) {
  if (place.childElementCount > 0) return;
  stop?.();
  const library = new LibraryPage(place);
  stop = store.listen(() => {
    if (place.isConnected) library.show();
    else stop();
  });
}

class LibraryPage {
  constructor(place) {
    this.known = null;
    this.said = document.createElement("p");
    this.said.setAttribute("role", "status");
    this.count = document.createElement("p");
    this.list = document.createElement("ol");
    this.list.className = "p-rows";
    this.filter = this.choice("Show", SHOWN);
    this.order = this.choice("Order", ORDERS);
    const tools = document.createElement("div");
    tools.className = "p-library-tools";
    const save = this.choice("Save as", { "": "Save as …", marks: "Library (JSON)", BibTeX: "BibTeX", RIS: "RIS", CSV: "CSV", Markdown: "Markdown" });
    save.addEventListener("change", () => {
      const { value } = save;
      save.value = "";
      if (value) this.save(value);
    });
    const input = document.createElement("input");
    input.type = "file";
    input.accept = ".json,application/json";
    input.className = "p-unseen";
    input.tabIndex = -1;
    input.setAttribute("aria-label", "A library that was saved");
    input.addEventListener("change", () => this.take(input));
    tools.append(this.filter, this.order, save, button("Take in a saved library", () => input.click()), input);
    place.append(tools, this.said, this.count, this.list);
    this.show();
    papers().then(
      (found) => {
        this.known = found;
        this.show();
      },
      () => this.tell("The list could not be fetched: titles are those of the day of the mark."),
    );
  }

  choice(label, options) {
    const made = document.createElement("select");
    made.setAttribute("aria-label", label);
    made.append(...Object.entries(options).map(([value, word]) => new Option(word, value)));
    made.addEventListener("change", () => this.show());
    return made;
  }

  tell(words) {
    this.said.textContent = words;
  }

  /** The marks that are asked for, in the order that is asked for. */
  entries() {
    const wanted = this.filter.value;
    const date = (key) => this.known?.get(key)?.date ?? "";
    const orders = {
      changed: ([, a], [, b]) => b.changed.localeCompare(a.changed),
      date: ([a], [b]) => date(b).localeCompare(date(a)),
      title: ([, a], [, b]) => a.title.localeCompare(b.title, "en"),
    };
    return Object.entries(store.all())
      .filter(([, mark]) => wanted === "" || mark.status === wanted || (wanted === "star" && mark.star) || (wanted === "note" && mark.note))
      .sort((one, other) => orders[this.order.value](one, other) || one[0].localeCompare(other[0]));
  }

  show() {
    const entries = this.entries();
    const total = Object.keys(store.all()).length;
    this.count.textContent =
      total === 0 ? "Nothing is marked yet. Mark papers in any list, or on a paper's page." : `${entries.length} of ${counted(total, "marked paper")}`;
    const focused = document.activeElement?.closest(".p-row");
    const before = focused && this.list.contains(focused) ? [focused.dataset.key, document.activeElement.dataset.mark] : null;
    if (this.list.contains(document.activeElement) && document.activeElement.matches("textarea")) return;
    this.list.replaceChildren(...entries.map(([key, mark]) => this.row(key, mark)));
    document.dispatchEvent(new CustomEvent("papers:rows"));
    if (before) this.list.querySelector(`[data-key="${before[0]}"] [data-mark="${before[1]}"]`)?.focus();
  }

  row(key, mark) {
    const paper = this.known?.get(key);
    const row = document.createElement("li");
    row.className = "p-row";
    row.dataset.key = key;
    const title = document.createElement("h2");
    title.className = "p-title";
    if (paper || !this.known) {
      const link = document.createElement("a");
      link.href = page(key);
      link.textContent = paper?.title ?? mark.title;
      title.append(link);
    } else {
      title.textContent = mark.title;
    }
    row.append(title);
    const facts = [];
    if (paper) {
      const authors = paper.authors ?? [];
      facts.push(authors.slice(0, 3).join(", ") + (authors.length > 3 || paper.and_others ? " et al." : ""), [paper.venue, paper.year].filter(Boolean).join(" "));
    } else if (this.known) {
      facts.push("No longer on the list.");
    }
    row.append(line("p-meta", facts.filter(Boolean).join(" · ")));
    if (mark.note) row.append(line("p-note", mark.note));
    return row;
  }

  async save(format) {
    const entries = this.entries();
    this.tell("");
    try {
      if (format === "marks") download("library.json", store.exported(), "application/json");
      else if (format === "Markdown") download("library.md", this.markdown(entries), "text/markdown");
      else {
        const { suffix, type } = FORMATS[format];
        download(`library.${suffix}`, await file(entries.map(([key]) => key), suffix), type);
        const gone = this.known ? entries.filter(([key]) => !this.known.has(key)).length : 0;
        if (gone > 0) this.tell(`${gone} of them left the list and ${gone === 1 ? "is" : "are"} not in the file.`);
      }
    } catch {
      this.tell(`${format} could not be fetched. Try again.`);
    }
  }

  markdown(entries) {
    const escaped = (text) => text.replace(/[\\`*_[\]<>#|]/g, "\\$&").replace(/\s+/g, " ");
    return entries
      .map(([key, mark]) => {
        const paper = this.known?.get(key);
        const words = [mark.status === "read" ? "x" : " ", escaped(paper?.title ?? mark.title)];
        const where = paper || !this.known ? `[${words[1]}](${page(key)})` : words[1];
        const people = paper && (paper.authors ?? []).map(escaped).join(", ") + (paper.and_others ? " et al." : "");
        const rest = [people, paper?.year].filter(Boolean).join(", ");
        return `- [${words[0]}] ${where}${rest ? `. ${rest}` : ""}${mark.star ? " (starred)" : ""}${mark.note ? `\n  ${escaped(mark.note)}` : ""}\n`;
      })
      .join("");
  }

  async take(input) {
    const [chosen] = input.files;
    input.value = "";
    if (!chosen) return;
    if (chosen.size > store.LARGEST_FILE) {
      this.tell("This file is larger than 20 MB and no library of this site, so nothing was taken in.");
      return;
    }
    this.tell(store.imported(await chosen.text()));
  }
}

function line(name, words) {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = words;
  return made;
}
