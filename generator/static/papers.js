// Scripts of the pages. The theme swaps pages without a reload (instant navigation): it tells of each new page through
// `document$`, so everything that belongs to a page starts there and not once.
import { startFilters } from "./filter.js";

const pages = globalThis.document$;
if (pages && typeof pages.subscribe === "function") {
  pages.subscribe(() => startFilters(document));
} else {
  startFilters(document);
}
