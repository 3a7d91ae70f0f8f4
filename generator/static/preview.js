// Served by `papers serve` alone: reloads the page when the site changed, and shows what is wrong with its sources.

let edition = new URL(import.meta.url).searchParams.get("edition");
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

// The page's address, as the site has it.
function here() {
  return decodeURIComponent(location.pathname.slice(1));
}

function reload() {
  sessionStorage.setItem(PLACE, JSON.stringify([location.href, scrollX, scrollY]));
  location.reload();
}

const [address, x, y] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
sessionStorage.removeItem(PLACE);
if (address === location.href) scrollTo(x, y);

const events = new EventSource("/_preview/events");
events.addEventListener("message", (event) => {
  const news = JSON.parse(event.data);
  show(news);
  if (news.edition !== edition && news.before === edition && news.changed && !news.changed.includes(here())) {
    edition = news.edition; // this page is as it was
  }
  if (news.edition !== edition) {
    events.close();
    reload();
  }
});
addEventListener("pagehide", () => events.close());
addEventListener("pageshow", (event) => { if (event.persisted) reload(); });
