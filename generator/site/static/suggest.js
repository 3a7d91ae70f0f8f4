// The form "Suggest a paper": checks as one types, completes from the vocabulary, warns of what is there already, shows the
// entry, and leads to GitHub's editor with the finished file in it. Without this script the page is a list of links.
import { counted } from "./counting.js";
import { faults } from "./suggest-rules.js";
import { fileText } from "./suggest-yaml.js";

const LIMIT = 8000; // characters of an address that GitHub takes for certain
const squashed = (text) => text.normalize("NFKD").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
const LETTERS = { ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i" }; // as in generator/names.py
const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").replace(/[øłßæœđðþı]/g, (letter) => LETTERS[letter]);
const folded = (text) => plain(text).replace(/[^a-z0-9]+/g, " ").trim().split(" ").filter(Boolean);
const parts = (text, separator) => text.split(separator).map((part) => part.trim()).filter(Boolean);

async function json(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
}

/** An author as in a file: a name, or a group where the line begins with `group:`. */
function authorOf(line) {
  const [, group] = /^group:\s*([^]+)$/i.exec(line) || [];
  return group ? { group } : line;
}

/** What stands in the form, as the fields of a file. today: `2026-11-23`. */
export function valuesOf(read, today) {
  return {
    title: read("title"),
    authors: parts(read("authors"), "\n").map(authorOf),
    date: read("date"),
    added: today,
    categories: parts(read("categories"), ","),
    tags: parts(read("tags"), ","),
    arxiv: read("arxiv"),
    doi: read("doi"),
    pmid: read("pmid"),
    openreview: read("openreview"),
    venue: { name: read("venue"), year: read("year") },
    links: {
      page: read("page"), pdf: read("pdf"), code: read("code"), data: read("data"), project: read("project"),
    },
    tldr: read("tldr"),
  };
}

/** The key of the entry: family name, year, two words of the title; with a number where it is taken. */
export function keyOf(values, taken) {
  const words = folded(values.title.split(": ")[0]).filter((word) => word.length > 3);
  const [first = ""] = values.authors;
  const shown = first.group ? first.group.split(/\s+/).find((word) => word.toLowerCase() !== "the") : first.split(/\s+/).at(-1);
  const name = folded(shown || "").join("-") || words.shift() || "paper";
  const key = [name, ...(/^[0-9]{4}/.exec(values.date) || []), ...words.slice(0, 2)].join("-").slice(0, 90).replace(/-+$/, "");
  let number = 1;
  while (taken.has(number > 1 ? `${key}-${number}` : key)) number += 1;
  return number > 1 ? `${key}-${number}` : key;
}

/** The entries that are the same work as far as one can see: [key, title, ...identifiers]. */
function same(values, known) {
  const title = squashed(values.title);
  const own = [values.arxiv, values.doi, values.pmid, values.openreview].filter(Boolean).map((id) => id.toLowerCase());
  return known.filter(([, other, ...ids]) => (title && squashed(other) === title) || ids.some((id) => own.includes(id.toLowerCase())));
}

/** Where the file goes: GitHub's editor, or an issue where the address would be too long; empty where there is no repository. */
export function addressOf({ repository, branch }, key, text) {
  if (!repository) return { address: "", long: false };
  const file = `${repository}/new/${branch}?filename=${encodeURIComponent(`papers/${key}.md`)}&value=${encodeURIComponent(text)}`;
  if (file.length <= LIMIT) return { address: file, long: false };
  return { address: `${repository}/issues/new?title=${encodeURIComponent(`Add ${key}`)}`, long: true };
}

function complete(input, words) {
  const list = document.getElementById(input.getAttribute("list"));
  const several = input.dataset.several !== undefined;
  const offer = () => {
    const before = several ? input.value.slice(0, input.value.lastIndexOf(",") + 1) : "";
    const there = parts(before, ",");
    list.replaceChildren(
      ...words
        .filter((word) => !there.includes(word))
        .map((word) => Object.assign(document.createElement("option"), { value: before ? `${before} ${word}` : word })),
    );
  };
  input.addEventListener("input", offer);
  offer();
}

class Form {
  constructor(form, schema, known) {
    this.form = form;
    this.schema = schema;
    this.known = known;
    this.touched = new Set();
    this.today = new Date().toISOString().slice(0, 10);
    const { properties, $defs } = schema;
    complete(form.elements.categories, properties.categories.items.enum || []);
    complete(form.elements.tags, properties.tags.items.enum || []);
    complete(form.elements.venue, $defs.Venue.properties.name.enum || []);
    form.addEventListener("input", () => this.show());
    form.addEventListener("focusout", ({ target }) => {
      if (!target.name) return;
      this.touched.add(target.name);
      this.show();
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    this.part("copy").addEventListener("click", () => this.copy());
    form.hidden = false;
    this.show();
  }

  part(name) {
    return this.form.querySelector(`[data-part="${name}"]`);
  }

  read(name) {
    return this.form.elements[name]?.value.trim() || "";
  }

  show() {
    const values = valuesOf((name) => this.read(name), this.today);
    const summary = this.read("summary");
    const found = faults(values, summary, this.schema);
    this.tell(found);
    const key = keyOf(values, new Set(this.known.map(([other]) => other)));
    const text = fileText(values, summary, this.schema);
    const { address, long } = addressOf(this.form.dataset, key, text);
    this.part("file").value = text;
    this.part("name").textContent = `papers/${key}.md`;
    this.preview(values, summary);
    this.warn(same(values, this.known));
    const open = this.part("open");
    if (open) {
      if (found.length || !address) open.removeAttribute("href");
      else open.setAttribute("href", address);
      open.textContent = long ? "Open an issue on GitHub" : "Open GitHub with this file";
    }
    const count = `${counted(found.length, "thing")} ${found.length === 1 ? "is" : "are"}`;
    const ready = long
      ? `Ready. The file is too long for an address (${LIMIT.toLocaleString("en")} characters): copy it into the issue.`
      : "Ready.";
    this.part("state").textContent = found.length ? `${count} missing or to be mended.` : ready;
  }

  tell(found) {
    for (const place of this.form.querySelectorAll("[data-fault]")) {
      const name = place.dataset.fault;
      const field = this.form.elements[name];
      const own = found.filter((fault) => fault.field === name && (this.touched.has(name) || fault.rule !== "missing-field"));
      const words = field.value || this.touched.has(name) ? own.map((fault) => fault.message).join(" ") : "";
      if (place.textContent !== words) place.textContent = words;
      field.toggleAttribute("aria-invalid", Boolean(words));
      if (words) field.setAttribute("aria-invalid", "true");
    }
  }

  preview(values, summary) {
    const venue = [values.venue.name, values.venue.year].filter(Boolean).join(" ");
    const lines = {
      title: values.title || "Title",
      facts: [values.authors.map((author) => author.group || author).join(", "), values.date, venue].filter(Boolean).join(" · "),
      tldr: values.tldr,
      words: [...values.categories, ...values.tags].join(", "),
      summary,
    };
    for (const [name, words] of Object.entries(lines)) this.part(`preview-${name}`).textContent = words;
  }

  warn(there) {
    const place = this.part("same");
    const links = there.slice(0, 5).map(([key, title]) => {
      const link = Object.assign(document.createElement("a"), { textContent: title });
      link.setAttribute("href", `${this.form.dataset.papers}${key}/`);
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    place.hidden = links.length === 0;
    place.querySelector("ul").replaceChildren(...links);
  }

  async copy() {
    const file = this.part("file");
    file.select();
    try {
      await navigator.clipboard.writeText(file.value);
      this.part("copied").textContent = "Copied.";
    } catch {
      this.part("copied").textContent = "It is selected: copy it with the keyboard.";
    }
  }
}

/** Bring the form to life. Where its data cannot be had it stays hidden, and the links above it stay. */
export async function startSuggest(form) {
  if (form.dataset.started) return;
  form.dataset.started = "yes";
  try {
    const [schema, known] = await Promise.all([json(form.dataset.schema), json(form.dataset.known)]);
    new Form(form, schema, known);
  } catch {
    form.insertAdjacentText("beforebegin", "The form could not be loaded. Use one of the ways above.");
  }
}
