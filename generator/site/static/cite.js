// The citation of a paper in the formats that do not stand in its page. Without this script BibTeX and the printed form do.
import { button, copy, download } from "./handover.js";

const FORMATS = {
  BibTeX: { suffix: "bib", type: "application/x-bibtex", text: (found) => found.bibtex },
  BibLaTeX: { suffix: "bib", type: "application/x-bibtex", text: (found) => found.biblatex },
  RIS: { suffix: "ris", type: "application/x-research-info-systems", text: (found) => found.ris },
  "CSL-JSON": {
    suffix: "json",
    type: "application/vnd.citationstyles.csl+json",
    text: (found) => `${JSON.stringify([found.csl], null, 2)}\n`,
  },
  APA: { suffix: "txt", type: "text/plain", text: (found) => `${found.apa}\n` },
};

/** Give the section `place` a choice of formats, and what copies and saves the one that is shown. */
export function startCiting(place) {
  if (place.querySelector(".p-cite-bar")) return;
  const shown = place.querySelector("pre");
  const code = shown.querySelector("code");
  const said = document.createElement("output");
  const bibtex = code.textContent;
  let format = "BibTeX";
  let answer = null;
  const cut = place.querySelector(".p-cut"); // says that the page's own entry does not name all authors

  const tell = (words) => { said.textContent = words; };
  const choices = Object.keys(FORMATS).map((name) => button(name, () => show(name)));

  async function show(name) {
    tell("");
    let text = bibtex;
    if (name !== "BibTeX" || cut) {
      try {
        answer ??= fetched(place.dataset.api);
        text = FORMATS[name].text((await answer).citations);
      } catch {
        answer = null;
        tell(`${name} could not be fetched. Try again.`);
        return;
      }
    }
    format = name;
    cut?.remove();
    code.textContent = text;
    shown.setAttribute("aria-label", name);
    choices.forEach((choice) => choice.setAttribute("aria-pressed", String(choice.textContent === name)));
  }

  /** Whether the entry that is shown names all authors; where it does not, it is fetched first. */
  async function isWhole() {
    if (cut?.isConnected) await show(format);
    return !cut?.isConnected;
  }

  const bar = document.createElement("div");
  bar.className = "p-cite-bar";
  const group = document.createElement("span");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Format");
  group.append(...choices);
  choices[0].setAttribute("aria-pressed", "true");
  choices.slice(1).forEach((choice) => choice.setAttribute("aria-pressed", "false"));
  bar.append(
    group,
    button("Copy", async () => {
      if (!(await isWhole())) return;
      tell((await copy(code.textContent)) ? `${format} copied.` : "The browser does not allow copying. Select the text.");
    }),
    button("Download", async () => {
      if (!(await isWhole())) return;
      const { suffix, type } = FORMATS[format];
      download(`${place.dataset.key}.${suffix}`, code.textContent, type);
      tell(`Saved as ${place.dataset.key}.${suffix}.`);
    }),
    said,
  );
  shown.before(bar);
}

async function fetched(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}
