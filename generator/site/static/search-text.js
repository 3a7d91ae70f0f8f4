// Text → the words that are searched for, as generator/site/search/tokens.py makes them for the index.

// Letters that Unicode does not take apart, as in generator/model/names.py.
const LETTERS = {
  ø: "o", ł: "l", ß: "ss", æ: "ae", œ: "oe", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h",
  ŋ: "n", ŧ: "t", ƶ: "z", ɓ: "b", ɗ: "d", ə: "e", "’": "'", ʼ: "'", "‐": "-", "‑": "-",
};
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
// The names of letters and signs of formulas, and what else belongs to them, as in generator/site/search/tokens.py.
const GREEK = [..."αβγδεζηθικλμνξοπρστυφχψω"];
const SIGNS = [..."∞∇∂∑∏∫√∆"];
const NAMES = (
  "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi " +
  "chi psi omega infinity nabla partial sum product integral sqrt delta"
).split(" ");
const NAME_OF = new Map([...GREEK, ...SIGNS].map((sign, place) => [sign, NAMES[place]]));
const SIGN = new RegExp(`[${SIGNS.join("")}]`, "g");
const CALLED = new Map(Object.entries({
  infty: " infinity ", prod: " product ", int: " integral ", varepsilon: " epsilon ", vartheta: " theta ",
  varphi: " phi ", varpi: " pi ", varrho: " rho ", varsigma: " sigma ", varkappa: " kappa ", ell: "l",
  hbar: "h", hslash: "h", imath: "i", jmath: "j",
}));
const SILENT =
  "math(?:bb|bf|cal|frak|it|normal|rm|scr|sf|tt|ring)|boldsymbol|bm|pmb|text(?:rm|it|bf|sf|tt|normal|up)?|emph|mbox|" +
  "operatorname|left|right|[bB]ig+[lr]?|(?:wide)?hat|(?:wide)?tilde|bar|overline|underline|vec|d?dot|check|breve|acute|" +
  "grave|frac|displaystyle|limits|quad";
const COMMAND = new RegExp(`\\\\(?:(?:${SILENT})(?![a-z])\\*?\\s*\\{?|([a-z]+)\\*?)`, "g");
const SCRIPT = /(?<![\p{L}\p{N}])([\p{L}\p{N}])\}?[_^][({]?/gu;
const FEW_GREEK = /(?<![\u0370-\u03ff\u1f00-\u1fff])[α-ω]{1,2}(?![\u0370-\u03ff\u1f00-\u1fff])/g;
const NUMBERED = new RegExp(`^(\\d*)(${[...NAMES].sort((a, b) => b.length - a.length).join("|")}|infty)(\\d*)$`);
const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9])$/; // names that Windows keeps, as in generator/model/names.py
const SPACELESS = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]/g;
const WORD = /[\p{L}\p{N}\u0900-\u0dff]+/gu;

/** `text` without case and accents. */
export function fold(text) {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  const lower = (words) => words.toLowerCase().replace(/ς/g, "σ").replace(LETTER, (letter) => LETTERS[letter]);
  return lower(lower(text).normalize("NFKD").replace(/[\u0300-\u036f]/g, "")).normalize("NFC");
}

/** The words of `text`, folded. */
export function tokens(text) {
  const folded = fold(text)
    .replaceAll("'", "")
    .replace(COMMAND, (_, name) => (name ? CALLED.get(name) ?? ` ${name} ` : ""))
    .replace(SCRIPT, "$1")
    .replace(FEW_GREEK, (letters) => [...letters].map((letter) => ` ${NAME_OF.get(letter) ?? letter} `).join(""))
    .replace(SIGN, (sign) => ` ${NAME_OF.get(sign)} `)
    .replace(SPACELESS, " $& ");
  return (folded.match(WORD) ?? []).flatMap(parted);
}

/** A word, or the name of a letter and the numbers beside it: `beta1` is `beta` and `1`. */
function parted(word) {
  const found = word.match(NUMBERED);
  return found ? [found[1], found[2] === "infty" ? "infinity" : found[2], found[3]].filter(Boolean) : [word];
}

/** `text` as a part of an address, as `names.slug`. */
export function slug(text) {
  const found = (fold(text).replaceAll("'", "").match(WORD) ?? []).join("-");
  return DEVICE.test(found) ? `${found}_` : found;
}

/** 32 bits of `text`: FNV-1a over its UTF-8. */
export function hash32(text) {
  let value = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0;
  return value;
}

const DIGITS = new Uint8Array(128);
[..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].forEach((digit, value) => {
  DIGITS[digit.charCodeAt(0)] = value;
});

/** The whole numbers that stand in `text` from `start` in digits of five bits. */
export function numbers(text, start = 0) {
  const found = [];
  let value = 0;
  let shift = 1;
  for (let place = start; place < text.length; place += 1) {
    const digit = DIGITS[text.charCodeAt(place)];
    value += (digit & 31) * shift;
    if (digit & 32) {
      shift *= 32;
    } else {
      found.push(value);
      value = 0;
      shift = 1;
    }
  }
  return found;
}

/** Rising numbers from their distances. */
export function rising(text, start = 0) {
  const found = numbers(text, start);
  for (let place = 1; place < found.length; place += 1) found[place] += found[place - 1];
  return found;
}

/** How many letters must be changed, put in, left out or exchanged to make `one` into `other`; more than `most`: most + 1. */
export function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    before = row;
    row = next;
  }
  return row[other.length];
}

/** How many wrong letters a word of this length may have. */
export function tolerance(word) {
  return word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
}

// Longest first. What is left of a word has four letters, or three before a plural's s.
const ENDINGS = ["izations", "ization", "ations", "ation", "ings", "ions", "ally", "ing", "ion", "ies", "ers", "er", "ed", "es", "al", "ly", "s", "e", "y"];

/** The beginning that `word` shares with its other forms: decod(ing), wave(s). Itself where nothing can go. */
export function stem(word) {
  for (const ending of ENDINGS) {
    const left = word.length - ending.length;
    if (word.endsWith(ending) && (left > 3 || (left === 3 && ending === "s")) && !word.endsWith("ss")) return word.slice(0, left);
  }
  return word;
}

/** Whether `query` is an identifier or an address by its form. */
export function addressed(query) {
  return /^(?:https?:\/\/\S+|(?:arxiv:|doi:)?\s*(?:\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,9}\/\S+))$/i.test(query.trim());
}

/** What `query` may be besides words: identifiers and addresses, in the form in which they are looked for. */
export function identifiers(query) {
  const text = query.trim();
  if (/\s/.test(text.replace(/^(?:arxiv|doi|pmid|openreview):?\s*/i, ""))) return [];
  const found = [];
  let plain = text;
  try {
    plain = decodeURIComponent(text);
  } catch {
    // A percent sign that is one.
  }
  plain = plain.toLowerCase();
  const arxiv = plain.match(/(?:^|[/:\s.])(\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?(?:$|[?#\s])/);
  if (arxiv) found.push(arxiv[1]);
  const doi = plain.match(/10\.\d{4,9}(?:\.\d+)*\/[^\s]+/);
  if (doi) found.push(doi[0].replace(/[.,;]+$/, ""), doi[0].replace(/[?#].*$/, "").replace(/\.(?:pdf|full)$/, ""));
  const forum = text.match(/openreview(?:\.net\/(?:forum|pdf)\?id=|:\s*)([A-Za-z0-9_-]{6,40})/i);
  if (forum) found.push(forum[1].toLowerCase());
  const pubmed = plain.match(/(?:pubmed(?:\.ncbi\.nlm\.nih\.gov)?\/|pmid:?\s*)([1-9]\d{0,8})/);
  if (pubmed) found.push(pubmed[1]);
  const address = plain.replace(/^[a-z][a-z0-9+.-]*:\/\/(?:www\.)?/, "").replace(/^www\./, "").replace(/#.*$/, "").replace(/[/?]+$/, "");
  if (/^[\w.:-]+\/./.test(address) || /^https?:/.test(plain)) found.push(address, address.split("/").at(-1));
  if (/^[\w-]{6,100}$/.test(address) && /[\d-]/.test(address)) found.push(address);
  return [...new Set(found)];
}
