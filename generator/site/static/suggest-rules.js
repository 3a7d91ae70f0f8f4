// The rules of one paper file, as `papers check` has them. Patterns, lengths and the vocabulary come from the published
// schema; here stands what a schema cannot say.
import { counted } from "./counting.js";
import { length, unseen } from "./suggest-yaml.js";

const WORD = /[\p{L}\p{N}_]+/gu;
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const tidied = (text) => text.split(/\s+/u).filter(Boolean).join(" ");

function inCalendar(text) {
  const [year, month = 1, day = 1] = text.split("-").map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1500 && year <= 2200 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isAddress(text) {
  const parts = /^https?:\/\/([^/?#]*)/i.exec(text);
  if (!parts || /[\s\0-\x20\x7f<>"\\^`{|}]/u.test(text)) return false;
  const [, host, port = ""] = /^([^:@[\]]*)(?::([^@]*))?$/.exec(parts[1]) || [];
  return Boolean(host) && host.includes(".") && /^[0-9]*$/.test(port) && Number(port) < 65536;
}

// What may stand behind a name, as in generator/model/surnames.py.
const SUFFIX =
  /^(?:(?:[JjSs][Rr]|[JjSs][Nn][Rr]|[Ee][Ss][Qq])\.?|[Jj][Uu][Nn][Ii][Oo][Rr]|II|III|IV|V|VI|VII|VIII|[2-5](?:nd|rd|th)|Ph\.?D\.?|D\.?Phil\.?|M\.?D\.?)$/;

function isGroup(text) {
  const plain = fold(text).replace(/\.+$/, "");
  if (["et al", "and others", "others"].includes(plain) || !/[\p{L}\p{N}]/u.test(text)) return false;
  return !/,?\s(?:et\.? al\.?|and others)$/iu.test(text) && !/@|https?:/u.test(text);
}

function isName(text) {
  const plain = fold(text).replace(/\.+$/, "");
  if (["et al", "and others", "others"].includes(plain)) return text === "others";
  if (!/[\p{L}\p{N}]/u.test(text) || /,?\s(?:et\.? al\.?|and others)$/iu.test(text)) return false;
  if (/@|https?:|\p{Nd}{3}/u.test(text)) return false;
  const several = /(?<![\p{L}\p{N}_])and(?![\p{L}\p{N}_])|;|&/u.test(text);
  if (several && text.split(/\s+/u).length > 4) return false;
  const comma = text.indexOf(",");
  const behind = text.slice(comma + 1).split(/[\s,]+/u).filter(Boolean);
  return comma < 0 || (behind.length > 0 && behind.every((part) => SUFFIX.test(part)));
}

const FORMATS = {
  "partial-date": inCalendar,
  date: inCalendar,
  "web-address": isAddress,
  "person-name": isName,
  "group-name": isGroup,
};

const TOLD = {
  "missing-field": "This is needed.",
  "missing-summary": "A summary is needed.",
  "untidy-text": "Write it on one line, without several spaces in a row.",
  "control-character": "An invisible character stands in it: type it again.",
  "bidi-character": "A character that turns the direction of writing stands in it: type it again.",
  "bad-date": "Write YYYY, YYYY-MM or YYYY-MM-DD, a day that is in the calendar.",
  "bad-day": "Write YYYY-MM-DD.",
  "bad-url": "Write a whole address, such as https://example.org/page.",
  "bad-name": "Write each name as it is read, given names first, one on each line.",
  "bad-group": "Write the name of the group alone, behind “group:”.",
  "bad-arxiv": "Write it bare, such as 2309.08045.",
  "bad-doi": "Write it bare: it starts with 10.",
  "bad-pmid": "Write the digits alone.",
  "bad-openreview": "Write what stands behind id= in its address.",
  "bad-year": "Write four digits, such as 2024.",
  "named-twice": "Something stands in it twice.",
  "others-last": "“others” stands at the end, after a name.",
  "categories-number": "Choose one to three categories.",
  "raw-html": "HTML stands in it: use Markdown, or write \\< for the character itself.",
  image: "An image stands in it: link to it instead.",
  "bad-link": "A link leads to something that is no whole address.",
  heading: "A heading stands in it: write a sentence.",
};

const RULE_OF = { added: "bad-day", date: "bad-date", year: "bad-year", links: "bad-url", authors: "bad-name", group: "bad-group" };

function textRule(text, schema, name) {
  const [invisible] = unseen(text);
  if (invisible) return invisible;
  const identifier = ["arxiv", "doi", "pmid", "openreview"].includes(name);
  const rule = identifier ? `bad-${name}` : RULE_OF[name];
  if (!schema.pattern && schema.format !== "web-address" && text !== tidied(text)) return "untidy-text";
  if (schema.pattern && !new RegExp(schema.pattern, "u").test(text)) return rule;
  if (schema.format && FORMATS[schema.format] && !FORMATS[schema.format](text)) return rule;
  if (schema.minLength && (length(text) < schema.minLength || length(text) > schema.maxLength)) return "tldr-length";
  return null;
}

/** What is wrong with the summary: names of rules. words: least and most. */
export function summaryRules(summary, [least, most]) {
  const text = summary.trim();
  if (!text) return ["missing-summary"];
  const found = new Set(unseen(text));
  const words = (text.match(WORD) || []).length;
  if (words < least || words > most) found.add("summary-length");
  // Code is no markup. What is left is looked at by its signs; the program reads the whole of Markdown.
  const bare = text.replace(/(`+)(?!`)[^]*?[^`]\1(?!`)/g, "code").replace(/\\[!-/:-@[-`{-~]/g, "x");
  if (/<(?:[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?|\/[a-z][a-z0-9-]*\s*|!--[^]*?--|\?[^]*?\?|![a-z][^>]*)>/i.test(bare)) found.add("raw-html");
  if (/^ {0,3}(?:#{1,6}(?:[ \t]|$)|\S.*\n {0,3}(?:=+|-+)[ \t]*$)/m.test(bare)) found.add("heading");
  for (const [, bang, target] of bare.matchAll(/(!?)\[[^\]]*\]\([ \t]*<?([^\s)>]*)[^)]*\)/g)) {
    if (bang) found.add("image");
    else if (!/^(?:https?:\/\/|mailto:)/i.test(target)) found.add("bad-link");
  }
  for (const [, target] of bare.matchAll(/<([a-z][a-z0-9+.-]{1,31}:[^\s<>]*)>/gi)) {
    if (!/^(?:https?:\/\/|mailto:)/i.test(target)) found.add("bad-link");
  }
  return [...found];
}

/**
 * Everything that is wrong with an entry: [{field, rule, message}]. values as of suggest-yaml.js; schema: the published one.
 * What needs the vocabulary has `late`: the program tells it when a file has no other fault.
 */
export function faults(values, summary, schema) {
  const found = [];
  const add = (field, rule, message = TOLD[rule], late = false) => found.push({ field, rule, message, late });
  const text = (field, value, form, name = field) => {
    const rule = textRule(value, form, name);
    if (rule) add(field, rule, rule === "tldr-length" ? `It has ${counted(length(value), "character")}: write 20 to 200.` : undefined);
    return !rule;
  };
  for (const name of schema.required) if (!values[name]?.length) add(name, "missing-field");
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string" && value) text(name, value, schema.properties[name]);
  }
  const authors = values.authors || [];
  for (const author of authors) {
    if (author.group) text("authors", author.group, schema.$defs.Group.properties.group, "group");
    else text("authors", author, schema.$defs.Author.properties.name);
  }
  const early = authors.findIndex((name, place) => name === "others" && (place + 1 < authors.length || place === 0));
  if (early >= 0) add("authors", "others-last");
  for (const name of ["authors", "categories", "tags"]) {
    const words = (values[name] || []).map((word) => word.group || word);
    if (new Set(words).size < words.length) add(name, "named-twice");
    if (name === "authors") continue;
    if (name === "categories" && words.length > 3) add(name, "categories-number");
    const known = schema.properties[name].items.enum;
    for (const word of words) {
      if (text(name, word, {}) && known && !known.includes(word)) {
        add(name, name === "tags" ? "unknown-tag" : "unknown-category", `“${word}” is not one of the list's.`, true);
      }
    }
  }
  const { name = "", year = "" } = values.venue || {};
  if (year && !name) add("venue", "missing-field", "Name the venue too.");
  const venue = schema.$defs.Venue.properties;
  if (name && text("venue", name, {}) && venue.name.enum && !venue.name.enum.includes(name)) {
    add("venue", "unknown-venue", `“${name}” is not one of the list's.`, true);
  }
  if (year) text("year", year, venue.year);
  for (const [kind, url] of Object.entries(values.links || {})) {
    if (url) text(kind, url, schema.$defs.Links.properties[kind], "links");
  }
  for (const rule of summaryRules(summary, schema["x-summary-words"])) {
    const count = (summary.match(WORD) || []).length;
    add("summary", rule, rule === "summary-length" ? `It has ${counted(count, "word")}: write ${schema["x-summary-words"].join(" to ")}.` : TOLD[rule]);
  }
  return found;
}
