// Served by `papers serve` alone: shows the page anew when the site changed, and what is wrong with its sources.

const PLACE = "papers-preview-place";

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { position: fixed; inset: auto 0 0 0; z-index: 1000; max-height: 60vh; overflow: auto; color: #fff;
    background: #7a1420; border-top: 4px solid #ffb3b3; font: 14px/1.5 system-ui, sans-serif; padding: 12px 16px; }
  :host([hidden]) { display: none; }
  pre { margin: 8px 0 0; font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
  button { float: right; font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px;
    padding: 2px 10px; cursor: pointer; }
`);

const overlay = document.createElement("papers-preview");
overlay.setAttribute("role", "alert");
overlay.hidden = true;
const shadow = overlay.attachShadow({ mode: "open" });
shadow.adoptedStyleSheets = [style];
const hide = document.createElement("button");
hide.type = "button";
hide.textContent = "Hide";
hide.addEventListener("click", () => { overlay.hidden = true; });
const title = document.createElement("strong");
const message = document.createElement("pre");
shadow.append(hide, title, message);
document.body.append(overlay);

function show({ faults, shown }) {
  overlay.hidden = !faults;
  title.textContent = faults ? `There are faults. Served meanwhile: ${shown}.` : "";
  message.textContent = faults; // text, never HTML: it quotes what somebody wrote
}

// The page's address, as the site has it. Of an address that is no UTF-8 there is no page.
function here() {
  try {
    return decodeURIComponent(location.pathname.slice(1));
  } catch {
    return "";
  }
}

function reload() {
  sessionStorage.setItem(PLACE, JSON.stringify([location.href, scrollX, scrollY]));
  location.reload();
}

// A page that loads something else, or may, is no longer the same.
const LOADED = "link[rel=stylesheet], script[src], meta[http-equiv]";
// What a head says of the page. The theme's script sets the colours of the browser.
const HEAD =
  "title, meta[name]:not([name=viewport], [name=color-scheme], [name=theme-color]), meta[property], link[rel=canonical], " +
  "script[type='application/ld+json']";
const PARTS = ["announce", "container", "header-topic", "skip"].map((name) => `[data-md-component=${name}]`);

function all(page, selector) {
  return [...page.querySelectorAll(selector)];
}

// What a page loads and may load. The theme makes some of the addresses absolute.
function loads(page) {
  const values = all(page, LOADED).map((element) => element.getAttribute("href") ?? element.getAttribute("src") ?? element.content);
  return values.map((value) => value.replace(location.origin, "").replace(/^[./]+/, "")).join();
}

// Whether scripts fetched files, of which they keep what they read: the index of the search, say.
function keeps() {
  return performance
    .getEntriesByType("resource")
    .some(({ initiatorType, name }) => initiatorType === "fetch" && /\.(?!xml$)\w+$/.test(new URL(name).pathname));
}

/**
 * Put the page as it is now in the place of the one that is open, as the theme does from page to page: to load all of it
 * again takes a browser much longer. Resolves to whether that was possible.
 */
async function exchange() {
  const address = location.href;
  const response = await fetch(address, { cache: "no-cache" });
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  if (!response.ok || response.redirected || location.href !== address || keeps()) return false;
  const parts = PARTS.map((part) => [document.querySelector(part), next.querySelector(part)]);
  if (loads(document) !== loads(next) || parts.some(([old, made]) => !old !== !made)) return false;
  if (typeof globalThis.document$?.next !== "function") return false; // another theme
  all(document, HEAD).forEach((element) => element.remove());
  document.head.append(...all(next, HEAD));
  for (const [old, made] of parts) old?.replaceWith(made);
  globalThis.document$.next(document); // the theme and our scripts start what belongs to a page
  performance.clearResourceTimings(); // there is room for 250
  return true;
}

// Whether the page is as the site has it now, or could be made so.
async function follow({ edition: now, before, changed }) {
  const mark = document.querySelector("meta[name=papers-preview]"); // which site it is of; the theme exchanges it too
  if (mark?.content === now) return true;
  if (mark?.content !== before || !changed) return false;
  if (changed.includes(here())) return exchange();
  mark.content = now; // this page is as it was
  return true;
}

// Where the page stood when it was loaded anew. Another program on this port may have kept something of that name, too.
function place() {
  const text = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  try {
    return JSON.parse(text) ?? [];
  } catch {
    return [];
  }
}

const { 0: address, 1: x, 2: y } = place();
if (address === location.href) scrollTo(x, y);

const events = new EventSource("/_preview/events");
let news = null;
let followed = Promise.resolve(true);

function check() {
  followed = followed.then(async (before) => { // one after the other
    if (!before || (await follow(news).catch(() => false))) return before;
    events.close();
    reload();
    return false;
  });
}

events.addEventListener("message", (event) => {
  news = JSON.parse(event.data);
  show(news);
  check();
});
// The theme may show a page that it asked for before the last change.
globalThis.document$?.subscribe(() => { if (news) check(); });
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => { if (event.persisted) reload(); });
