// The finder: all papers, ranked for a query and narrowed by facets; what is asked stands in the address.
import { goBack } from "./back.js";
import { chipsOf } from "./finder-chips.js";
import { Facet, FACETS, Selection } from "./finder-facets.js";
import { buildPage } from "./finder-page.js";
import { Panel } from "./finder-panel.js";
import { asks, MARKED, read, SORTS, write } from "./finder-state.js";
import * as store from "./marks-store.js";
import { appendRows, element, papers } from "./rows.js";
import { didYouMean, SEARCHING, sentence, SLOW } from "./search-box.js";
import { open, SearchError } from "./search.js";
import { numbers } from "./search-text.js";

const PAGE = 20; // rows that are shown at once
const FAILED = "The search cannot be loaded just now. The list works without it.";

let current = null;

/** Start the finder of this page, if it has one that is not started yet. */
export function startFinder(document) {
  const place = document.querySelector("[data-finder]");
  if (!place || place.childElementCount > 0) return;
  current?.stop();
  current = new Finder(place);
  current.start();
}

class Finder {
  constructor(place) {
    this.place = place;
    this.trending = "trending" in place.dataset; // two snapshots of metrics say that something grows
    this.index = new URL(place.dataset.finder, document.baseURI).href;
    this.base = new URL(place.dataset.root, document.baseURI).href;
    this.path = location.pathname;
    this.facets = {};
    this.words = new Map(); // of chosen values whose facet is not here yet
    this.number = 0;
    this.shown = PAGE;
    this.listeners = new AbortController();
  }

  start() {
    this.build();
    const { signal } = this.listeners;
    // Before the theme's navigation, which would load the same page anew.
    addEventListener(
      "popstate",
      (event) => {
        if (!this.place.isConnected) return this.stop();
        if (location.pathname !== this.path) return undefined;
        event.stopImmediatePropagation();
        this.follow().then(goBack);
        return undefined;
      },
      { capture: true, signal },
    );
    document.addEventListener(
      "click",
      (event) => {
        if (!this.place.isConnected) return this.stop();
        const link = event.target instanceof Element && event.target.closest("a[href]");
        if (!link || link.target || link.pathname !== this.path || link.origin !== location.origin || link.hash) return undefined;
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.matches(".p-search-open")) return undefined;
        event.preventDefault();
        event.stopPropagation();
        link.closest("dialog")?.close();
        history.pushState(null, "", link.href);
        this.follow();
        return undefined;
      },
      { capture: true, signal },
    );
    this.follow().then(() => this.place.isConnected && goBack());
  }

  stop() {
    this.listeners.abort();
    clearTimeout(this.later);
  }

  /** Ask what the address asks. */
  follow() {
    this.state = read(location.search, location.hash);
    this.field.value = this.state.query;
    this.typed = false;
    this.shown = PAGE;
    return this.update();
  }

  build() {
    Object.assign(this, buildPage(this.place));
    const marks = Object.entries(MARKED).map(([value, word]) => new Option(word, value));
    this.mark = element("select", { "aria-label": "Your marks" }, ...marks);
    this.mark.addEventListener("change", () => this.change(() => (this.state.mark = this.mark.value)));
    this.all = element("button", { type: "button", class: "p-button" }, "Select all");
    this.all.addEventListener("click", () => this.selectAll());
    this.right.before(this.mark);
    this.right.prepend(this.all);
    this.panel = new Panel(
      (name) => this.wanted(name),
      (name, how) => this.change(() => how(this.state.facets[name])),
      (years) => this.change(() => (this.state.years = years)),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.typed = false;
      this.write(true);
    });
    this.field.addEventListener("input", () => {
      this.state.query = this.field.value;
      this.shown = PAGE;
      this.writeSoon();
      this.update();
    });
    this.field.addEventListener("change", () => (this.typed = false));
    this.sort.addEventListener("change", () => this.change(() => (this.state.sort = this.sort.value)));
    this.view.addEventListener("click", () => {
      this.change(() => (this.state.view = this.state.view === "compact" ? "" : "compact"));
    });
    this.more.addEventListener("click", async () => {
      const first = this.shown;
      this.shown += PAGE;
      await this.update(first);
      this.rows.children[first]?.querySelector(".p-title a")?.focus();
    });
  }

  /** Change the state, its address and what is shown. */
  change(how) {
    how();
    this.typed = false;
    this.shown = PAGE;
    this.write();
    return this.update();
  }

  /** The address follows what is typed at a little distance: browsers let it change only so often. */
  writeSoon() {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      if (!this.place.isConnected) return;
      this.write(this.typed);
      this.typed = true;
    }, 250);
  }

  write(again = false) {
    clearTimeout(this.later);
    const address = this.path + write(this.state);
    if (address === location.pathname + location.search + (location.hash.startsWith("#papers=") ? location.hash : "")) return;
    history[again ? "replaceState" : "pushState"](null, "", address);
  }

  /** A facet's values, from now on. */
  async wanted(name) {
    if (this.facets[name]) return this.showPanel();
    try {
      await this.load([name]);
      return this.showPanel();
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      return this.panel.failed(name);
    }
  }

  /** Fetch the facets that always are shown, and those of `names`. */
  async load(names) {
    const search = await open(this.index);
    const { edition } = search.index;
    const short = await search.part("facets.json");
    if (this.edition !== edition) {
      this.facets = Object.fromEntries(Object.entries(short).map(([name, values]) => [name, new Facet(name, values)]));
      this.edition = edition;
    }
    for (const name of FACETS.filter((facet) => !facet.short && names.includes(facet.name)).map((facet) => facet.name)) {
      const values = await search.part(`${name}s.json`);
      this.facets[name] ??= new Facet(name, values);
    }
    return search;
  }

  /** Show what is asked for; `from`: rows before that number stand already. */
  async update(from = 0) {
    const mine = (this.number += 1);
    const { state } = this;
    const slow = setTimeout(() => mine === this.number && this.said.replaceChildren(SEARCHING), SLOW);
    try {
      const chosen = FACETS.map(({ name }) => name).filter((name) => state.facets[name].any.size + state.facets[name].not.size > 0);
      let search = await this.load(chosen);
      this.resolve(state, chosen);
      const found = state.query.trim() ? await search.find(state.query) : null;
      if (this.edition !== search.index.edition) search = await this.load(chosen);
      const only = state.papers.length > 0 || state.mark ? await this.only(search, state) : null;
      const choice = { years: state.years, only, facets: state.facets };
      const selection = new Selection(search.papers, found?.papers ?? null, choice, this.facets);
      const ordered = asks(state) ? await this.ordered(search, selection, found, state) : [];
      const rows = await search.rows(ordered.slice(from, this.shown), this.base);
      if (mine !== this.number || !this.place.isConnected) return;
      clearTimeout(slow);
      this.selection = selection;
      this.show(state, found, ordered, rows, from);
      const meant = found && found.papers !== null ? await search.meant(found.unsure).catch(() => []) : [];
      if (mine === this.number && meant.length > 0) {
        this.said.append(" ", didYouMean(state.query, meant, (better) => this.change(() => (this.field.value = state.query = better))));
      }
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      if (mine === this.number) this.failed();
    } finally {
      clearTimeout(slow);
    }
  }

  /** Words of the address for which the vocabulary now has others are put right; what nobody knows is told. */
  resolve(state, chosen) {
    for (const name of chosen) {
      for (const kind of ["any", "not"]) {
        const keys = new Set();
        for (const word of state.facets[name][kind]) {
          const value = this.facets[name].meant(word);
          if (value) keys.add(value.key);
          else state.unknown.push(`${name}=${word}`);
        }
        state.facets[name][kind] = keys;
      }
    }
  }

  async only(search, state) {
    const known = new Map((await search.part("keys.txt")).split("\n").map((key, number) => [key, number]));
    const found = state.papers.filter((key) => known.has(key));
    for (const key of state.papers) if (!known.has(key)) state.unknown.push(`papers=${key}`);
    state.papers = found;
    if (state.mark) return (found.length > 0 ? found : [...known.keys()]).filter((key) => key && isMarked(key, state.mark)).map((key) => known.get(key));
    return found.length > 0 ? found.map((key) => known.get(key)) : null;
  }

  /** The papers of a selection in the order that is asked for. */
  async ordered(search, selection, found, state) {
    const ranked = Boolean(found?.papers) && (state.sort === "" || state.sort === "relevance");
    if (ranked) return found.papers.filter((paper) => selection.marks[paper]);
    const left = [];
    for (let paper = search.papers - 1; paper >= 0; paper -= 1) if (selection.marks[paper]) left.push(paper);
    if (state.sort === "oldest") return left.reverse();
    if (!["title", "added", "trending"].includes(state.sort)) return left;
    const order = (await search.part("order.json"))[state.sort];
    if (!order) return left; // nothing trends
    const ranks = numbers(order);
    return left.sort((a, b) => ranks[a] - ranks[b]);
  }

  /** Hand all papers that were found to the selection, those too that no row shows. */
  async selectAll() {
    try {
      const keys = (await (await open(this.index)).part("keys.txt")).split("\n");
      document.dispatchEvent(new CustomEvent("papers:select-all", { detail: this.found.map((paper) => keys[paper]) }));
    } catch (error) {
      if (!(error instanceof SearchError)) throw error;
      this.failed();
    }
  }

  show(state, found, ordered, rows, from) {
    this.found = ordered;
    const asked = asks(state) && !(found?.papers === null && !asks({ ...state, query: "" }));
    this.results.hidden = !asked;
    this.list.hidden = asked;
    if (from === 0) this.rows.replaceChildren();
    this.rows.classList.toggle("p-short", state.view === "compact");
    if (asked) appendRows(this.rows, rows, found?.words ?? new Set());
    this.none.hidden = !asked || ordered.length > 0;
    this.none.textContent = asks({ ...state, query: "", sort: "" }) ? "Take something away that is chosen, or ask with fewer words." : "Try fewer words, or others.";
    this.more.hidden = !asked || ordered.length <= this.shown;
    this.more.textContent = `Show ${Math.min(PAGE, ordered.length - this.shown)} more of ${ordered.length.toLocaleString("en")}`;
    this.right.hidden = !asked;
    this.showSort(state, Boolean(found?.papers));
    this.mark.value = state.mark;
    this.view.setAttribute("aria-pressed", String(state.view === "compact"));
    const unknown = state.unknown.length > 0 ? ` This address also asks for what is not here: ${state.unknown.slice(0, 5).join(", ").slice(0, 200)}.` : "";
    let said = found ? sentence(found, ordered.length) : asked ? `${ordered.length === 0 ? "No paper has all that is chosen" : papers(ordered.length)}.` : "";
    if (found?.papers?.length > 0 && ordered.length === 0) said = "No paper of those that were found has all that is chosen.";
    this.said.textContent = (said + unknown).trim();
    this.showPanel();
    this.showChips(state);
  }

  showSort(state, ranked) {
    const sorts = Object.keys(SORTS).filter((sort) => (sort !== "relevance" || ranked) && (sort !== "trending" || this.trending));
    if (this.sort.length !== sorts.length) this.sort.replaceChildren(...sorts.map((sort) => new Option(SORTS[sort], sort)));
    const usual = ranked ? "relevance" : "date";
    this.sort.value = sorts.includes(state.sort) ? state.sort : usual;
  }

  showPanel() {
    if (!this.selection) return;
    if (!this.aside.dataset.live) {
      this.aside.dataset.live = "yes";
      this.aside.replaceChildren(...this.panel.roots);
      this.aside.setAttribute("aria-label", "Filters");
      this.fold();
    }
    this.panel.update(this.facets, this.selection, this.state);
  }

  /** On a narrow page the filters stand behind a button. */
  fold() {
    this.filters = element("button", { type: "button", class: "p-button p-facets-open", "aria-expanded": "false" });
    this.filters.addEventListener("click", () => {
      const unfolded = this.aside.classList.toggle("p-unfolded");
      this.filters.setAttribute("aria-expanded", String(unfolded));
    });
    this.aside.before(this.filters);
  }

  showChips(state) {
    const chips = chipsOf(state, this.facets, async (how) => {
      await this.change(how);
      this.field.focus();
    });
    this.chips.replaceChildren(...chips);
    this.chips.hidden = chips.length === 0;
    const count = chips.length - 1; // the last one takes all away
    if (this.filters) this.filters.textContent = count > 0 ? `Filters, ${count} chosen` : "Filters";
  }

  /** The index cannot be had: the list stays. */
  failed() {
    this.results.hidden = true;
    this.list.hidden = false;
    const again = element("button", { type: "button", class: "p-meant" }, "Try again");
    again.addEventListener("click", () => this.update());
    this.said.replaceChildren(FAILED, " ", again);
  }
}

/** Whether a reader marked a paper so; `unread`: everything but what was read. */
function isMarked(key, wanted) {
  const mark = store.of(key);
  if (wanted === "unread") return mark.status !== "read";
  return wanted === "star" ? mark.star : wanted === "note" ? mark.note !== "" : mark.status === wanted;
}
