// Some papers out of the files of the whole list: their entries stand there as the generator wrote them.
const ROOT = new URL("../", import.meta.url);

export const FORMATS = {
  BibTeX: { suffix: "bib", type: "application/x-bibtex" },
  RIS: { suffix: "ris", type: "application/x-research-info-systems" },
  "CSL-JSON": { suffix: "json", type: "application/vnd.citationstyles.csl+json" },
  CSV: { suffix: "csv", type: "text/csv" },
  "JSON Lines": { suffix: "jsonl", type: "application/x-ndjson" },
};

const fetched = new Map();

async function text(address) {
  if (!fetched.has(address)) {
    fetched.set(address, fetch(new URL(address, ROOT)).then((response) => {
      if (!response.ok) throw new Error(String(response.status));
      return response.text();
    }));
    fetched.get(address).catch(() => fetched.delete(address));
  }
  return fetched.get(address);
}

/** Where a paper's page is. */
export function page(key) {
  return new URL(`papers/${key}/`, ROOT).href;
}

/** The link that holds a selection. Behind a # it may be long: servers never see it. */
export function link(keys) {
  return `${new URL("papers/", ROOT).href}#papers=${keys.join(",")}`;
}

/** What a list shows of every paper: key → values. */
export async function papers() {
  return new Map(JSON.parse(await text("api/v1/papers.json")).papers.map((paper) => [paper.key, paper]));
}

/** The printed references of `keys`, in their order; of papers that are not on the list there are none. */
export async function references(keys) {
  const all = JSON.parse(await text("api/v1/references.json"));
  return keys.filter((key) => Object.hasOwn(all, key)).map((key) => all[key]);
}

/** The file of `keys`, in the order of the list. */
export async function file(keys, suffix) {
  return picked(await text(`export/papers.${suffix}`), new Set(keys), suffix);
}

/** The entries of `keys` out of the text of a whole file. */
export function picked(whole, keys, suffix) {
  if (suffix === "json") {
    const items = whole.split("\n").filter((line) => line.startsWith("{") && keys.has(JSON.parse(line.replace(/,$/, "")).id));
    return `[\n${items.map((line) => line.replace(/,$/, "")).join(",\n")}\n]\n`;
  }
  if (suffix === "jsonl") return lines(whole, (line) => keys.has(JSON.parse(line).key), "\n");
  if (suffix === "csv") {
    const [head, ...rest] = whole.split("\r\n");
    return `\ufeff${head.replace(/^\ufeff/, "")}\r\n${lines(rest.join("\r\n"), (line) => keys.has(line.split(",")[0]), "\r\n")}`;
  }
  if (suffix === "ris") {
    const records = whole.split(/(?<=ER {2}- \r\n\r\n)/);
    return records.filter((record) => keys.has(/^ID {2}- (.*)\r$/m.exec(record)?.[1])).join("");
  }
  const entries = whole.split(/^(?=@)/m);
  const chosen = entries.filter((entry) => keys.has(/^@[a-z]+\{([^,]+),/.exec(entry)?.[1]));
  const preamble = entries.find((entry) => entry.startsWith("@preamble"));
  return (preamble && /[^\0-\x7f]|\\k\{/.test(chosen.join("")) ? preamble : "") + chosen.join("");
}

function lines(whole, wanted, end) {
  return whole.split(end).filter((line) => line && wanted(line)).map((line) => line + end).join("");
}
