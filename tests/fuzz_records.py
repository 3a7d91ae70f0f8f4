"""Sources of mutated records whose number is known, to count what an import makes of them.

A record keeps the mark by which its format tells where it begins; everything behind that is mutated, with nothing that
would be such a mark. So a source has as many records as were written into it, however wrong each of them is.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.importing import importers, imports
from tests.project import TOY

SIZE = 100  # records of a source
_WORDS = ("waves", "lakes", "seas", "tides", "spikes", "nets", "maps", "codes", "clocks", "shores", "sands", "winds")
_NAMES = ("Ann", "Bob", "Cy", "Dee", "Eve", "Lee", "Roe", "Ode", "Fox", "Núñez", "van der Maaten", "Ó Cnes", "王")
_PIECES = (
    "", " ", "{", "}", "{{", "}}", '"', "'", "\\", "\\\\", "$", "#", "%", "&", "~", "^", "_", "=", ",", ";", "|", "\t", "\n", "\n\n",
    "\r\n", "\x00", "\x1b", "\u202e", "\u200d", "\ufeff", "\u0301" * 30, "\U0001f525", "\ud83d", "<b>", "</i>", "&amp;", "&#0;",
    "<!--", "-->", "```", "[", "]", "(", ")", "[x](", "](https://example.org/a)", "**", "- ", ": ", "---", "...", "@", "@x{", "TY", "ER",
    "\\'", '\\"{o}', "\\O{}", "\\TeX", "\\href{a}", "\\href{a}{b}", "\\frac", "\\sqrt", "\\input{x}", "\\begin{a}", "\\url{", "\\footnote",
    " and ", " and others", "et al.", "null", "true", "1e999", "-1", "[]", "{}", "[[", "\\u0000", "\\ud800", "0000-00-00", "2020-13-45",
    "10.1000/", "arXiv:", "https://", "https://[", "http://a b", "x" * 3000, "9" * 400, ", " * 200, "{" * 200, "[" * 200, "\\" * 99,
)  # fmt: skip


@dataclass(frozen=True)
class Format:
    """A format: its name for `papers import`, what writes one record, what must not begin a line behind its mark."""

    name: str
    write: Callable[[random.Random, int], str]
    marks: str = ""


def _title(rng: random.Random, number: int) -> str:
    return f"{rng.choice(_WORDS).title()} of the {rng.choice(_WORDS)} and {rng.choice(_WORDS)} {number}"


def _people(rng: random.Random) -> list[tuple[str, str]]:
    return [(rng.choice(_NAMES), rng.choice(_NAMES)) for _ in range(rng.choice((1, 1, 2, 3, 9)))]


def _doi(rng: random.Random, number: int) -> str:
    return f"10.1000/{rng.choice(_WORDS)}.{number}"


def _mutated(text: str, rng: random.Random, marks: str = "") -> str:
    """Return a text with up to a few changes, and no line that begins with one of the marks, a pattern."""
    for _ in range(rng.choice((0, 1, 1, 2, 3, 8))):
        start = rng.randrange(len(text) + 1)
        end = min(len(text), start + rng.choice((0, 0, 1, 2, 5, 30, 300)))
        piece = rng.choice(_PIECES)
        cut = rng.choice(("", piece, piece, text[start:end] * 2, text[end:start:-1]))
        text = text[:start] + cut + text[end:]
    return re.sub(rf"(?m)^(\s*)(?={marks})", r"\1x", text) if marks else text


def _bibtex(rng: random.Random, number: int) -> str:
    fields = {
        "title": rng.choice(("{{{}}}", "{{{{{}}}}}", '"{}"')).format(_title(rng, number)),
        "author": "{" + " and ".join(f"{family}, {given}" for given, family in _people(rng)) + "}",
        "year": str(rng.randrange(1990, 2026)),
        "journal": "{Journal of Lakes}",
        "doi": "{" + _doi(rng, number) + "}",
        "month": rng.choice(("mar", "{3}", "{12 March}")),
        "pages": "{1--9}",
    }
    kept = rng.sample(sorted(fields), rng.randrange(2, len(fields) + 1))
    body = f"key{number},\n" + ",\n".join(f"  {name} = {fields[name]}" for name in kept) + "\n"
    mark = "@" + rng.choice(("article", "Article", "inproceedings", "misc", "phdthesis"))
    # Outside of an entry, which a brace may end too early, a type with a brace begins another one anywhere.
    wrong = re.sub(r"@(?=\s*[A-Za-z][\w-]*\s*[{(])", "", _mutated(body + "}", rng, "@"))
    return f"{mark}{{{wrong}\n"


def _ris(rng: random.Random, number: int) -> str:
    lines = [f"TI  - {_title(rng, number)}", *(f"AU  - {family}, {given}" for given, family in _people(rng))]
    lines += [
        f"PY  - {rng.randrange(1990, 2026)}/03/12/",
        f"DO  - {_doi(rng, number)}",
        "JO  - Journal of Lakes",
        "SP  - 1",
        "EP  - 9",
    ]
    body = _mutated(
        "\n".join(lines) + "\n", rng, r"[A-Z][A-Z0-9] {0,2}-(?<=TY  -|ER  -|.TY -|.ER -)|TY {0,2}-|ER {0,2}-"
    )
    return f"TY  - JOUR\n{body}\nER  - \n"


def _tagged(begin: str, tags: Sequence[str], end: str, glue: str) -> Callable[[random.Random, int], str]:
    def write(rng: random.Random, number: int) -> str:
        title, author, year, doi = tags
        people = [f"{author}{glue}{family}, {given}" for given, family in _people(rng)]
        lines = [f"{title}{glue}{_title(rng, number)}", *people, f"{year}{glue}2020", f"{doi}{glue}{_doi(rng, number)}"]
        body = _mutated("\n".join(lines) + "\n", rng, r"PMID|PT |%0|ER|EF|FN ")
        return f"{begin.format(number=number)}\n{body}\n{end}"

    return write


def _object(rng: random.Random, number: int) -> dict[str, object]:
    people: list[object] = [{"given": given, "family": family} for given, family in _people(rng)]
    return {
        "id": f"k{number}", "type": "article-journal", "title": _title(rng, number), "author": people,
        "issued": {"date-parts": [[rng.randrange(1990, 2026), 3]]}, "DOI": _doi(rng, number), "container-title": "Lakes",
    }  # fmt: skip


def _csl(rng: random.Random, number: int) -> str:
    """Return an item in a line of its own, broken as text or wrong in its values."""
    value = _object(rng, number)
    if rng.random() < 0.6:
        name = rng.choice(sorted(value))
        value[name] = rng.choice(
            (None, 1, -1e300, True, [], {}, [[]], [None], "", _mutated("Waves", rng), {"a": ["b"]})
        )
        return json.dumps(value)
    return '{"' + _mutated(json.dumps(value)[2:], rng).replace("\n", " ").replace("\r", " ")


def _json(rng: random.Random, number: int) -> str:
    value = {
        "title": _title(rng, number), "authors": [" ".join(one) for one in _people(rng)], "year": rng.randrange(1990, 2026),
        "doi": _doi(rng, number), "venue": {"name": "Lakes"}, "links": [{"name": "code", "url": "https://example.org/c"}],
    }  # fmt: skip
    if rng.random() < 0.5:
        name = rng.choice(sorted(value))
        value[name] = rng.choice(
            (None, 1, -1e300, True, [], {}, [[]], [None], "", _mutated("Waves", rng), {"a": ["b"]})
        )
        return json.dumps(value)
    return "{" + _mutated(json.dumps(value)[1:], rng).replace("\n", " ").replace("\r", " ")


def _csv(rng: random.Random, number: int) -> str:
    cells = [
        _title(rng, number),
        "; ".join(f"{family}, {given}" for given, family in _people(rng)),
        "2020",
        _doi(rng, number),
        "Lakes",
        "eeg",
    ]
    place = rng.randrange(len(cells))
    cells[place] = _mutated(cells[place], rng).replace("\x00", "")
    cells = cells[: rng.choice((6, 6, 6, 6, 3))] + ["more"] * rng.choice((0, 0, 0, 0, 2))
    row = io.StringIO()
    csv.writer(row, lineterminator="\n").writerow(cells)
    return row.getvalue()


def _awesome(rng: random.Random, number: int) -> str:
    title, link = (
        _mutated(_title(rng, number), rng).replace("\n", " ").replace("\r", " "),
        f"https://arxiv.org/abs/2001.{number % 100000:05}",
    )
    title = re.sub(r"[`<|\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", "", title)  # what would hide or cut entries
    title = f"Study {number} {title}"
    people = ", ".join(" ".join(one) for one in _people(rng))
    return rng.choice((
        f"- [{title}]({link}) - {people}, 2020\n",
        f"* **{title}** *{people}* ICLR 2020 [[pdf]({link})] [[code](https://github.com/a/b)]\n",
        f"- {title}. {people}. NeurIPS 2020. [[Paper]]({link})\n",
        f"1. {title}\n   [Paper]({link})\n",
        f"- {title}\n",
        f"- [{people}](https://example.org/{number})\n",
    ))  # fmt: skip


def _front_matter(rng: random.Random, number: int) -> str:
    title, doi = _title(rng, number), _doi(rng, number)
    people = [" ".join(one) for one in _people(rng)]
    text = rng.choice((
        f"---\ntitle: {title}\nauthors: {json.dumps(people)}\nyear: 2020\ndoi: {doi}\nlinks:\n- {{name: pdf, url: https://example.org/x}}\n---\nText\n",
        f'+++\ntitle = "{title}"\nauthors = {json.dumps(people)}\ndate = 2020-03-12\n[params]\ndoi = "{doi}"\n+++\nText\n',
        json.dumps({"title": title, "authors": people, "year": 2020, "doi": doi}, indent=1) + "\nText\n",
    ))  # fmt: skip
    return _mutated(text, rng)


def _listing(rng: random.Random, number: int) -> str:
    title = " ".join(_mutated(_title(rng, number), rng).split())
    title = "".join(filter(str.isprintable, title))[:100].strip() or "Waves"
    abstract = " ".join(_mutated("We study waves of lakes and seas. " * 12, rng).split())
    return f"{number} {title}\n{abstract} {'It is long enough for an abstract. ' * 12}\n"


FORMATS: Mapping[str, Format] = {
    "bibtex": Format("bibtex", _bibtex),
    "ris": Format("ris", _ris),
    "csl-json": Format("csl-json", _csl),
    "csv": Format("csv", _csv),
    "pubmed": Format("pubmed", _tagged("PMID- {number}", ("TI  ", "FAU ", "DP  ", "LID "), "", "- ")),
    "web-of-science": Format("web-of-science", _tagged("PT J", ("TI", "AF", "PY", "DI"), "ER\n", " ")),
    "endnote": Format("endnote", _tagged("%0 Journal Article", ("%T", "%A", "%D", "%R"), "", " ")),
    "markdown": Format("markdown", _awesome),
    "folder": Format("folder", _front_matter),
    "listing": Format("listing", _listing),
    "json-lines": Format("json-lines", _json),
}


def records(form: str, number: int) -> list[str]:
    """Return the records of a source, each as its file has it."""
    rng = random.Random(f"{form} {number}")  # noqa: S311 - made-up data, no secret
    return [FORMATS[form].write(rng, number * SIZE + place) for place in range(SIZE)]


def source(form: str, written: Sequence[str]) -> str:
    """Return a source of records as text."""
    if form == "csl-json":
        return "[\n" + ",\n".join(written) + "\n]\n"
    if form == "json-lines":
        return "\n".join(written) + "\n"
    head = {
        "csv": "Title,Authors,Year,DOI,Venue,Tags\n",
        "markdown": "# Lakes\n\n## Waves\n\n",
        "web-of-science": "FN x\nVR 1.0\n",
    }
    glue = {"markdown": "", "csv": ""}.get(form, "\n")
    return head.get(form, "") + glue.join(written) + ("EF\n" if form == "web-of-science" else "")


def count(form: str, written: Sequence[str]) -> tuple[int, int, list[str]]:
    """Import records; return how many came in, how many were listed, and the lines of the report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if form == "folder":
            for place, text in enumerate(written):
                (folder / f"{place:04}.md").write_text(text, encoding="utf-8", errors="replace")
            file = importers.File(form, "", folder)
        else:
            file = importers.File(
                form, importers.decoded(source(form, written).encode("utf-8", "replace"), "a file")[0]
            )
        done = imports.plan(importers.records(file), TOY / "papers", TOY, "2026-12-01")
    assert all(outcome.made.reason for outcome in done.listed)
    return len(done.brought), len(done.listed), list(imports.report(done, "a file"))


def check(form: str, numbers: range) -> int:
    """Import the sources of these numbers; return how many records came in. Raises AssertionError for one that is lost."""
    brought = 0
    for number in numbers:
        written = records(form, number)
        came, listed, lines = count(form, written)
        if came + listed != len(written):
            shown = _smallest(form, written)
            told = f"{came} came in and {listed} were listed of {len(written)} records"
            raise AssertionError(
                f"{form}, source {number}: {told}; so do these:\n{source(form, shown)!r:.3000}\n{lines[:5]}"
            )
        brought += came
    return brought


def _smallest(form: str, written: Sequence[str]) -> Sequence[str]:
    """Return fewer records of which some are lost, or one is made two."""
    size = len(written) // 2
    while size:
        for start in range(0, len(written), size):
            part = written[start : start + size]
            try:
                came, listed, _ = count(form, part)
            except importers.CannotRead:
                continue
            if came + listed != len(part):
                written = part
                break
        size = min(size, len(written)) // 2
    return written
