// The search engine: fetches the pieces of the index that a query needs, and ranks the papers.
import { addressed, distance, fold, hash32, identifiers, rising, stem, tokens, tolerance } from "./search-text.js";

export const LONGEST = 300; // characters of a query that are looked at
const WORDS = 12; // words of a query that are looked at
const FORMS = 200; // forms of a word that are followed

// What a field counts for: title, authors, tags, tldr, summary, other, the first author's family name.
const WEIGHTS = [8, 6, 5, 3, 1, 2, 5];
const GROUP_WEIGHTS = Array.from({ length: 128 }, (_, group) =>
  WEIGHTS.reduce((sum, weight, bit) => sum + (group & (1 << bit) ? weight : 0), 0),
);
const EXACT = 1;
const FORM = 0.75;
const BEGINNING = 0.55;
const LIKELY = 0.35;

/** The index cannot be fetched: it is not there, or the network is gone. */
export class SearchError extends Error {}

let opened = null;

/** The search over the index whose first file is at `address`; the same one each time. Rejects with a SearchError. */
export function open(address) {
  opened ??= Search.at(address).catch((error) => {
    opened = null; // the next try may succeed
    throw error;
  });
  return opened;
}

async function get(address, form, options) {
  try {
    const response = await fetch(address, options);
    if (response.ok) return await response[form]();
  } catch {
    // The network is gone, or what came is not whole.
  }
  throw new SearchError(`${address} cannot be read`);
}

export class Search {
  static async at(address) {
    const search = new Search();
    search.address = address;
    await search.begin();
    return search;
  }

  async begin() {
    const index = await get(this.address, "json", { cache: "no-cache" });
    const known = index?.papers >= 0 && index.buckets > 0 && index.words && index.edition;
    if (!known) throw new SearchError("the index is of another kind");
    this.papers = index.papers;
    this.index = index;
    this.stop = new Set(index.stop);
    this.fetched = new Map();
  }

  /** A file of the index, fetched once. */
  file(path) {
    let promise = this.fetched.get(path);
    if (!promise) {
      promise = get(new URL(path, this.address), path.endsWith(".json") ? "json" : "text");
      this.fetched.set(path, promise);
      promise.catch(() => this.fetched.delete(path));
    }
    return promise;
  }

  /** A file of this edition of the index: facets.json, tags.json, … */
  part(name) {
    return this.file(`${this.index.edition}/${name}`);
  }

  /** The words that begin like this one. */
  bucket(word) {
    return this.numbered("words", hash32([...word].slice(0, 2).join("")) % this.index.buckets, "txt");
  }

  /** A file of the index that is named by its number and by what it holds. */
  numbered(kind, number, ending) {
    const version = this.index[kind].slice(number * 6, number * 6 + 6);
    return this.file(`${kind}/${number}-${version}.${ending}`);
  }

  /**
   * What is found for `query`: {papers: numbers, the best first; words: the forms that were found, to be marked;
   * unsure: words that were found hardly or not; all: whether every word was found; cut: whether the query was too long}.
   * `papers` is null where the query holds nothing to search for.
   */
  find(query) {
    return this.#again(() => this.#find(query));
  }

  /** The same with the rows of the best `most`: {result, rows}; `base` leads to the root of the site. */
  answer(query, most, base) {
    return this.#again(async () => {
      const result = await this.#find(query);
      return { result, rows: await this.rows((result.papers ?? []).slice(0, most), base) };
    });
  }

  /** `work`, and once more if the site was published anew meanwhile, so that pieces of the index are gone. */
  async #again(work) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      const before = this.index.edition;
      await this.begin();
      if (this.index.edition === before) throw error;
      return work();
    }
  }

  async #find(query) {
    const cut = query.length > LONGEST;
    const text = query.slice(0, LONGEST);
    const all = tokens(text);
    const asked = [...new Set(all)].slice(0, WORDS);
    const known = await this.#identified(text);
    if (asked.length === 0 && known.length === 0) return { papers: null, words: new Set(), unsure: [], all: true, cut };
    const last = tokens(text.replace(/[$})]+$/, "").slice(-1)).length > 0 ? asked.at(-1) : null; // it may be typed on
    const buckets = await Promise.all(asked.map((word) => this.bucket(word)));
    const demanded = asked.filter((word) => !this.stop.has(word));
    const must = new Set(demanded.length > 0 ? demanded : asked);
    const score = new Float32Array(this.papers);
    const count = new Uint8Array(this.papers);
    const words = new Set();
    const unsure = [];
    asked.forEach((word, place) => {
      const found = this.#word(word, buckets[place], word === last);
      const hits = found.papers.size;
      const weight = Math.log(1 + (this.papers + 0.5) / (hits + 0.5));
      for (const [paper, value] of found.papers) {
        score[paper] += value * weight;
        if (must.has(word)) count[paper] += 1;
      }
      found.forms.forEach((form) => words.add(form));
      if (must.has(word) && (found.likely || hits <= 2)) unsure.push({ word, hits: found.likely ? 0 : hits });
    });
    for (const paper of await this.#titled(all)) {
      score[paper] += 1e6;
      count[paper] = must.size;
    }
    for (const paper of known) {
      score[paper] += 2e6;
      count[paper] = must.size;
    }
    let most = 0;
    for (const value of count) most = Math.max(most, value);
    const papers = [];
    // Part of a title may do, part of an identifier not.
    if (most === must.size || (most > 0 && !addressed(text))) {
      for (let paper = 0; paper < this.papers; paper += 1) if (count[paper] === most) papers.push(paper);
    }
    if (known.length > 0) papers.splice(0, papers.length, ...papers.filter((paper) => score[paper] >= 1e6));
    papers.sort((a, b) => score[b] - score[a] || b - a);
    return { papers, words, unsure: known.length > 0 ? [] : unsure, all: most >= must.size, cut };
  }

  /** The papers of one word with what they count, and the forms in which it was found. */
  #word(word, bucket, open) {
    const lines = bucket.split("\n");
    const exact = [];
    const forms = [];
    const begun = [];
    const root = stem(word);
    for (const line of lines) {
      const end = line.indexOf("\t");
      const known = line.slice(0, end);
      if (known === word) exact.push([line, end, EXACT]);
      else if (word.length === 1) {
        if (known === `${word}*` && open) begun.push([line, end, BEGINNING]);
      } else if (known.startsWith(root) && known.length <= root.length + 7 && stem(known) === root) forms.push([line, end, FORM]);
      else if (known.startsWith(word)) begun.push([line, end, BEGINNING]);
    }
    let taken = [...exact, ...forms, ...(open || exact.length + forms.length === 0 ? begun : [])];
    let likely = false;
    if (taken.length === 0 && tolerance(word) > 0) {
      likely = true;
      let most = tolerance(word);
      for (const line of lines) {
        const end = line.indexOf("\t");
        const far = distance(word, line.slice(0, end), most);
        if (far > most) continue;
        if (far < most) {
          most = Math.max(1, far);
          taken = taken.filter((other) => other[3] <= most);
        }
        taken.push([line, end, LIKELY, far]);
      }
    }
    const papers = new Map();
    const found = [];
    for (const [line, end, quality] of taken.slice(0, FORMS)) {
      found.push(line.slice(0, end).replace("*", ""));
      for (const group of line.slice(end + 1).split("\t")) {
        const space = group.indexOf(" ");
        const value = quality * GROUP_WEIGHTS[Number(group.slice(0, space))];
        for (const paper of rising(group, space + 1)) if (!(papers.get(paper) >= value)) papers.set(paper, value);
      }
    }
    return { papers, forms: found, likely: likely || taken.length === 0 };
  }

  /** The papers whose whole title these words are. */
  async #titled(all) {
    if (all.length === 0) return [];
    return this.#line(await this.bucket(all[0]), `=${hash32(all.join(" ")).toString(16).padStart(8, "0")}`);
  }

  /** The papers whose identifier or address `text` is. */
  async #identified(text) {
    const papers = [];
    for (const identifier of identifiers(text)) {
      papers.push(...this.#line(await this.bucket([...identifier].slice(-2).join("")), `#${identifier}`));
    }
    return [...new Set(papers)];
  }

  #line(bucket, key) {
    const start = `\n${bucket}`.indexOf(`\n${key}\t`);
    if (start < 0) return [];
    const end = bucket.indexOf("\n", start);
    const line = bucket.slice(start, end < 0 ? undefined : end);
    return line.split("\t").slice(1).flatMap((group) => rising(group, group.indexOf(" ") + 1));
  }

  /** The rows of papers as HTML of this site; `base` leads from the page to the root of the site. */
  async rows(papers, base) {
    const { block } = this.index;
    const blocks = await Promise.all(papers.map((paper) => this.numbered("rows", Math.floor(paper / block), "json")));
    return papers.map((paper, place) => blocks[place][paper % block].replaceAll("\x01", base));
  }

  /** For words that were found hardly or not: the word of the vocabulary, of names or titles that may have been meant. */
  async meant(unsure) {
    const found = [];
    if (unsure.length === 0) return found;
    const lines = (await this.part("suggest.txt")).split("\n");
    for (const { word, hits } of unsure) {
      let best = null;
      let most = word.length < 3 ? 0 : Math.max(1, tolerance(word));
      for (const line of lines) {
        const space = line.indexOf(" ");
        const known = line.slice(0, space);
        const far = known === word ? most + 1 : distance(word, known, most);
        if (far > most || Number(line.slice(space + 1)) < 5 * hits) continue;
        if (best !== null && far === most) continue; // the more frequent one came first
        best = known;
        most = far;
      }
      if (best !== null) found.push({ word, meant: best });
    }
    return found;
  }

  /** Up to `most` places in the hand-written pages that hold all words: {address, title, heading, excerpt}. */
  async pages(query, most) {
    const asked = [...new Set(tokens(query.slice(0, LONGEST)))].slice(0, WORDS);
    const demanded = asked.filter((word) => !this.stop.has(word));
    if (demanded.length === 0 || (demanded.length === 1 && demanded[0].length < 3)) return [];
    const pages = await get(new URL("pages.json", this.address), "json", this.pagesRead ? undefined : { cache: "no-cache" });
    this.pagesRead = true;
    const found = [];
    for (const [address, title, sections] of pages) {
      for (const [anchor, heading, text] of sections) {
        const head = ` ${tokens(`${title} ${heading}`).join(" ")}`;
        const body = ` ${tokens(text).join(" ")}`;
        let score = 0;
        for (const word of demanded) {
          const value = (head.includes(` ${word}`) ? 5 : 0) + (body.includes(` ${word}`) ? 1 : 0);
          score = value === 0 ? -Infinity : score + value;
        }
        if (score > 0) found.push({ address: address + (anchor && heading !== title ? `#${anchor}` : ""), title, heading, text, score });
      }
    }
    found.sort((a, b) => b.score - a.score);
    return found.slice(0, most).map(({ text, ...rest }) => ({ ...rest, excerpt: excerpt(text, demanded) }));
  }
}

/** Where the first of `words` stands in `text`, with what is around it. */
function excerpt(text, words) {
  const folded = fold(text);
  const places = words.map((word) => folded.indexOf(word)).filter((place) => place >= 0);
  const start = Math.max(0, Math.min(...places, text.length) - 50);
  const from = start === 0 ? 0 : text.indexOf(" ", start) + 1;
  return `${from > 0 ? "… " : ""}${text.slice(from, from + 140).trim()}${from + 140 < text.length ? " …" : ""}`;
}
