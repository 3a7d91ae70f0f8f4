// What is asked of the finder, as the address of its page says it.
import { FACETS } from "./finder-facets.js";

export const SORTS = { relevance: "Relevance", date: "Newest first", oldest: "Oldest first", added: "Newly added", title: "Title", trending: "Trending" };
export const MARKED = { "": "Marked or not", "to-read": "To read", read: "Read", star: "Starred", note: "With a note", unread: "Not read" };
const LONGEST = 10000; // characters of a parameter
const LONGEST_LIST = 250_000; // of a selection: 2,000 keys
const LONG_ADDRESS = 2000; // a longer selection stands behind the #, which servers do not see

/** Nothing asked. */
export function nothing() {
  return {
    query: "",
    sort: "",
    view: "",
    years: { from: 0, to: 0 },
    papers: [],
    mark: "",
    facets: Object.fromEntries(FACETS.map(({ name }) => [name, { all: false, any: new Set(), not: new Set() }])),
    unknown: [],
  };
}

/** What an address asks for: `search` is its part from the question mark, `hash` that from the #, which may hold papers. Broken escapes and unknown words end up in `unknown`. */
export function read(search, hash = "") {
  const state = nothing();
  for (const [name, value] of new URLSearchParams(search)) {
    const word = value.slice(0, name === "papers" ? LONGEST_LIST : LONGEST);
    const plain = name.replace(/^-|[.]match$/, "");
    if (word.includes("\ufffd") || name.includes("\ufffd")) state.unknown.push(`${name}=${word}`);
    else if (name === "q") state.query = word;
    else if (name === "sort" && Object.hasOwn(SORTS, word)) state.sort = word;
    else if (name === "view" && (word === "compact" || word === "detailed")) state.view = word;
    else if ((name === "from" || name === "to") && /^\d{4}$/.test(word)) state.years[name] = Number(word);
    else if (name === "year" && /^\d{4}$/.test(word)) state.years = { from: Number(word), to: Number(word) };
    else if (name === "mark" && Object.hasOwn(MARKED, word)) state.mark = word;
    else if (name === "papers") state.papers = keys(word);
    else if (Object.hasOwn(state.facets, plain) && name === `${plain}.match` && (word === "all" || word === "any")) {
      state.facets[plain].all = word === "all";
    } else if (Object.hasOwn(state.facets, plain) && name !== `${plain}.match` && word) {
      state.facets[plain][name.startsWith("-") ? "not" : "any"].add(word);
    } else if (word && !/^utm_/.test(name)) state.unknown.push(`${name}=${word}`);
  }
  if (hash.startsWith("#papers=")) state.papers = keys(hash.slice("#papers=".length, LONGEST_LIST));
  if (state.years.from && state.years.to && state.years.from > state.years.to) {
    state.years = { from: state.years.to, to: state.years.from };
  }
  return state;
}

function keys(text) {
  return [...new Set(text.replaceAll("%2C", ",").split(/[\s,]+/).filter(Boolean))];
}

/** The address's part for a state: empty where nothing is asked. */
export function write(state) {
  const parameters = new URLSearchParams();
  if (state.query.trim()) parameters.set("q", state.query);
  for (const { name } of FACETS) {
    const { all, any, not } = state.facets[name];
    for (const key of any) parameters.append(name, key);
    for (const key of not) parameters.append(`-${name}`, key);
    if (all) parameters.set(`${name}.match`, "all");
  }
  if (state.years.from) parameters.set("from", state.years.from);
  if (state.years.to) parameters.set("to", state.years.to);
  const papers = state.papers.join(",");
  if (papers && papers.length <= LONG_ADDRESS) parameters.set("papers", papers);
  if (state.mark) parameters.set("mark", state.mark);
  if (state.sort) parameters.set("sort", state.sort);
  if (state.view) parameters.set("view", state.view);
  const text = parameters.toString().replaceAll("%2C", ",");
  return (text ? `?${text}` : "") + (papers.length > LONG_ADDRESS ? `#papers=${papers}` : "");
}

/** Whether a state asks for anything, so that results stand in the place of the list. */
export function asks(state) {
  return (
    state.query.trim() !== "" ||
    state.sort !== "" ||
    state.years.from > 0 ||
    state.years.to > 0 ||
    state.papers.length > 0 ||
    state.mark !== "" ||
    Object.values(state.facets).some(({ any, not }) => any.size > 0 || not.size > 0)
  );
}
