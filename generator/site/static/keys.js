// Keys that work on every page, and what opens the search. The dialogs themselves are fetched when they are wanted.

/** Whether a key pressed at `target` is text for a field, or for something else that uses letters. */
function typing(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
}

/** The links of the rows of papers that can be seen: those of an open dialog alone, else those of the page. */
function links() {
  const place = document.querySelector("dialog[open]") ?? document.querySelector(".md-content") ?? document;
  return [...place.querySelectorAll(".p-row .p-title a, .p-place a")].filter((link) => link.getClientRects().length > 0);
}

/** Move the focus by `step` rows; before the first is the field that belongs to them. Returns whether it moved. */
function move(step) {
  const all = links();
  if (all.length === 0) return false;
  const here = all.findIndex((link) => link.closest("li")?.contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : -1) : here + step;
  if (next >= all.length) return true;
  if (next < 0) {
    const field = (document.querySelector("dialog[open]") ?? document).querySelector("input[data-search-field]");
    field?.focus();
    return Boolean(field);
  }
  all[next].focus();
  all[next].scrollIntoView({ block: "nearest" });
  return true;
}

let opening = null; // what was typed since the search was asked for, while it is being fetched

function press(event) {
  const { key, target } = event;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (opening !== null && !typing(target) && (key.length === 1 || key === "Backspace")) {
    opening = key === "Backspace" ? opening.slice(0, -1) : opening + key;
    event.preventDefault();
    return;
  }
  const field = target instanceof Element && target.matches("input[data-search-field]");
  const row = target instanceof Element && target.closest(".p-row, .p-place");
  const modal = document.querySelector("dialog[open]");
  if (field && key === "ArrowDown") {
    if (move(1)) event.preventDefault();
    return;
  }
  if (typing(target)) return;
  let done = true;
  if (key === "/" || (key === "s" && !modal)) openSearch();
  else if (key === "?" && !modal) openKeys();
  else if (key === "j" || (key === "ArrowDown" && row)) done = move(1);
  else if (key === "k" || (key === "ArrowUp" && row)) done = move(-1);
  else if (key === "x" && row) row.dispatchEvent(new CustomEvent("papers:select", { bubbles: true }));
  else done = false;
  if (done) event.preventDefault();
}

/** The field of the finder or of the open dialog gets the focus; elsewhere the dialog is opened. */
function openSearch() {
  const field = (document.querySelector("dialog[open]") ?? document.querySelector(".p-finder"))?.querySelector("input[data-search-field]");
  if (field) {
    field.focus();
    field.select();
  } else {
    opening ??= "";
    import("./search-box.js").then(
      (box) => {
        const typed = opening ?? "";
        opening = null;
        box.openSearch(typed);
      },
      () => location.assign(document.querySelector("a.p-search-open").href), // not to be had: the list of all papers is
    );
  }
}

function openKeys() {
  import("./search-box.js").then((box) => box.openKeys(), () => {});
}

/** Called once: the listeners stay when the theme swaps pages. */
export function startKeys() {
  const search = document.querySelector("a.p-search-open"); // stays as it is when the theme swaps pages
  if (search) search.dataset.search = new URL(search.dataset.search, document.baseURI).href;
  document.addEventListener("keydown", press);
  // Before the theme's navigation hears of it: the link leads to the finder where scripts do not run.
  document.addEventListener(
    "click",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || !(event.target instanceof Element)) return;
      const opens = event.target.closest("a.p-search-open");
      const keys = event.target.closest("button.p-keys-open");
      if (!opens && !keys) return;
      event.preventDefault();
      event.stopPropagation();
      if (opens) openSearch();
      else openKeys();
    },
    true,
  );
  // A search box in a page: what is typed there goes on in the dialog.
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.closest("form.p-search-form")) return;
    import("./search-box.js").then(
      (box) => {
        if (field.value) box.openSearch(field.value); // all that was typed until now
        field.value = "";
      },
      () => {}, // not to be had: the form leads to the list
    );
  });
}
