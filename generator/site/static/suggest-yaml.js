// A paper as the text of its file: the same canonical form that the program writes (generator/files/writing.py).

const WIDTH = 110; // columns of a list
const PLAIN = new Set(["date", "added", "updated", "arxiv", "pmid", "year"]);
const UNSAFE = /^(?:[-?:,[\]{}#&*!|>'"%@`=<~\s]|[^]*(?::\s|\s#|[:\s]$|[^\S ]))/u;
const FLOW = /[,[\]{}?]/u;
// What other readers of YAML make a number, a day, a truth value or nothing.
const TYPED = [
  /^(?:[-+]?(?:\.\p{Nd}+|\p{Nd}[\p{Nd}_]*(?:\.[\p{Nd}_]*)?)(?:e[-+]?\p{Nd}+)?|0[oxb][\p{Nd}a-f_]+|[-+]?\.(?:inf|nan)|y|n|yes|no|on|off|true|false|null|\p{Nd}+(?::\p{Nd}+)+(?:\.\p{Nd}*)?)$/iu,
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/,
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/,
  /^[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/,
];
const CONTROL =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffd\ufffe\uffff\ufdd0-\ufdef\ue000-\uf8ff\u{e0000}-\u{e007f}\u{f0000}-\u{10ffff}]/u;
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** The rules that a text with invisible characters breaks. */
export function unseen(text) {
  const control = CONTROL.test(text) || [...text].some((c) => (c.codePointAt(0) & 0xfffe) === 0xfffe);
  return [...(control ? ["control-character"] : []), ...(BIDI.test(text) ? ["bidi-character"] : [])];
}

export const length = (text) => [...text].length;

function quoted(text) {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\t", "\\t")}"`.replace(
    /[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|[\u2028\u2029\ufeff]/gu,
    (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, "0")}`,
  );
}

function scalar(value, field, flow = false) {
  const typed = !PLAIN.has(field) && TYPED.some((form) => form.test(value));
  return !value || UNSAFE.test(value) || (flow && FLOW.test(value)) || unseen(value).length || typed ? quoted(value) : value;
}

function wrapped(start, parts, end) {
  const lines = [start];
  parts.forEach((part, number) => {
    const piece = part + (number === parts.length - 1 ? end : ",");
    const last = lines.length - 1;
    if (number && length(lines[last]) + 1 + length(piece) > WIDTH) lines.push(`  ${piece}`);
    else lines[last] += (number ? " " : "") + piece;
  });
  return lines;
}

function flowEntry(entry, name) {
  return entry.group ? `{group: ${scalar(entry.group, "group", true)}}` : scalar(entry, name, true);
}

function field(name, value, schema) {
  if (name === "title") return [`title: ${quoted(value)}`];
  if (typeof value === "string") return [`${name}: ${scalar(value, name)}`];
  if (Array.isArray(value)) return wrapped(`${name}: [`, value.map((entry) => flowEntry(entry, name)), "]");
  const own = Object.keys(schema.$defs[name === "links" ? "Links" : "Venue"].properties);
  const pairs = own.filter((key) => value[key]).map((key) => [key, value[key]]);
  if (name === "links") return [`${name}:`, ...pairs.map(([kind, url]) => `  ${kind}: ${scalar(url, kind)}`)];
  return wrapped(`${name}: {`, pairs.map(([key, text]) => `${key}: ${scalar(text, key, true)}`), "}");
}

function filled(value) {
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0;
  return Boolean(value) && Object.values(value).some(Boolean);
}

/**
 * The text of a paper file. values: name of a field → text, list of texts, or (venue, links) texts by name; an author may be
 * {group: name}. Empty ones are left out. summary: Markdown. schema: the published one, whose order it is written in.
 */
export function fileText(values, summary, schema) {
  const names = Object.keys(schema.properties).filter((name) => filled(values[name]));
  const lines = names.flatMap((name) => field(name, values[name], schema));
  return `---\n${lines.map((line) => `${line}\n`).join("")}---\n${summary.trim()}\n`;
}
