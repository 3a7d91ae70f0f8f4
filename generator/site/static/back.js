// Back to where one was. The theme alone does not get there: it scrolls as soon as the browser steps through its history,
// while the page that is left still stands, and where that one is shorter it takes the end of it for the place to go to.

let place = null; // where the last step through the history leads, until the reader goes on

/** Follow the reader through the history. */
export function startBack() {
  place = placeOf(history.state);
  addEventListener("popstate", (event) => (place = placeOf(event.state)), { capture: true });
  for (const kind of ["wheel", "touchmove", "pointerdown", "click", "keydown"]) {
    addEventListener(kind, () => (place = null), { capture: true, passive: true });
  }
}

function placeOf(state) {
  return state?.y > 0 ? { address: location.href, x: state.x, y: state.y } : null;
}

/** Go where the step through the history leads: to be called when what the reader saw is there again. */
export function goBack() {
  if (place?.address !== location.href) return;
  // A page's own style sheet is fetched anew when the theme has changed pages.
  for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) if (!sheet.sheet) sheet.onload = goBack;
  scrollTo(place.x, place.y);
  history.replaceState({ x: place.x, y: place.y }, ""); // where the theme scrolls to, if it does so after us
}
