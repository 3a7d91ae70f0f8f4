// Back to where one was. The theme alone does not get there: it scrolls as soon as the browser steps through its history,
// while the page that is left still stands, and where that one is shorter it takes the end of it for the place to go to;
// and a long list is not as tall as it was before its rows have been on screen, so that a number of pixels is not a place.

let place = null; // where the last step through the history leads, until the reader goes on
const left = new Map(); // address → the link by which the reader last went on from there

/** Follow the reader through the history. */
export function startBack() {
  place = placeOf(history.state);
  addEventListener("popstate", (event) => (place = placeOf(event.state)), { capture: true });
  for (const kind of ["wheel", "touchmove", "pointerdown", "click", "keydown"]) {
    addEventListener(kind, () => (place = null), { capture: true, passive: true });
  }
  addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("main a[href]");
      if (!link) return;
      const href = link.getAttribute("href");
      left.set(location.href, { href, number: links(href).indexOf(link), top: link.getBoundingClientRect().top, y: scrollY });
    },
    { capture: true },
  );
}

function placeOf(state) {
  return state?.y > 0 ? { address: location.href, x: state.x, y: state.y } : null;
}

function links(href) {
  return [...document.querySelectorAll(`main a[href="${CSS.escape(href)}"]`)];
}

/** Go where the step through the history leads: to be called when what the reader saw is there again. */
export function goBack() {
  if (place?.address !== location.href) return;
  // A page's own style sheet is fetched anew when the theme has changed pages.
  for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) if (!sheet.sheet) sheet.onload = goBack;
  const by = left.get(place.address);
  const link = by && Math.abs(by.y - place.y) < 2 && links(by.href)[by.number];
  if (link) {
    link.scrollIntoView({ behavior: "instant" });
    scrollBy(0, link.getBoundingClientRect().top - by.top);
  } else {
    scrollTo(place.x, place.y);
  }
  history.replaceState({ x: scrollX, y: scrollY }, ""); // where the theme scrolls to, if it does so after us
}
