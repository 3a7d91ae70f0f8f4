// Scripts of the pages. The theme swaps pages without a reload (instant navigation): it tells of each new page through
// `document$`, so everything that belongs to a page starts there and not once.
import { goBack, startBack } from "./back.js";
import { startFilters } from "./filter.js";
import { startKeys } from "./keys.js";

/** The theme's header stays when pages are exchanged, for pages at another depth: let its icons be found from there. */
function holdIcons() {
  for (const use of document.querySelectorAll("svg > use")) {
    const address = use.getAttribute("xlink:href");
    if (address && !address.startsWith("#")) use.setAttribute("xlink:href", new URL(address, document.baseURI).href);
  }
}

function startPage() {
  holdIcons();
  startFilters(document);
  if (document.querySelector("[data-finder]")) import("./finder.js").then((finder) => finder.startFinder(document), () => {});
  const cite = document.querySelector(".p-cite");
  if (cite) import("./cite.js").then(({ startCiting }) => startCiting(cite), () => {});
  const form = document.querySelector("form.p-suggest");
  if (form) import("./suggest.js").then((suggest) => suggest.startSuggest(form), () => {});
  if (document.querySelector(".p-map")) import("./map.js").then((map) => map.startMap(document), () => {});
  const library = document.querySelector("[data-library]");
  if (library) import("./library-page.js").then(({ startLibrary }) => startLibrary(library), () => {});
  if (document.querySelector(".p-row[data-key], .p-cite, .p-finder, [data-library]")) {
    import("./marks.js").then(({ startMarks }) => startMarks(document), () => {});
    import("./selection.js").then(({ startSelection }) => startSelection(document), () => {});
  }
  goBack();
}

startBack();
const pages = globalThis.document$;
if (pages && typeof pages.subscribe === "function") pages.subscribe(startPage);
else startPage();
startKeys();

// The link to the content moves the focus there. The theme's navigation would make the page anew and lose the focus, so
// it must not hear of this click.
document.addEventListener(
  "click",
  (event) => {
    const skip = event.target instanceof Element && event.target.closest("a.md-skip");
    const target = skip && document.getElementById(decodeURIComponent(skip.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    event.stopPropagation();
    history.replaceState(history.state, "", skip.hash);
    target.tabIndex = -1;
    target.focus();
  },
  true,
);
