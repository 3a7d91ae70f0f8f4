"""Mutated inputs for every reader and importer: `make fuzz`, and a fixed number of them in the tests.

Each target has inputs that are right and a function that reads one. A mutated input must give a value or a report of
the program's own: any other exception is a bug, and so is an input that takes longer than LIMIT. The same target and
number give the same input.
"""

from __future__ import annotations

import copy
import json
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click

from generator.checks import checks
from generator.core.text import mathml
from generator.digest import subscribers
from generator.digest.ledger import Ledger, LedgerError
from generator.files import body, metrics, reading, reading_lists, settings, summary, vocabulary_files
from generator.files.settings import SettingsError
from generator.files.source_text import Source
from generator.github import issue_form
from generator.importing import facts, imports, latex_text
from generator.importing import importers as programs
from generator.importing.importers import CannotRead
from generator.importing.services import github_stars as github
from generator.importing.services import openalex_citations as openalex
from generator.importing.services.arxiv_api import Arxiv
from generator.importing.services.crossref_api import Crossref
from generator.importing.services.measuring_web import ServiceError
from generator.importing.services.others import OpenReview, PubMed
from generator.importing.services.services import Manners, NotThere, Passing, Trouble
from generator.model.vocabulary import FILES
from tests.played_services import DOI, ENTRY, FEED, OPENREVIEW, PUBMED, WORK
from tests.project import ROOT, TOY

LIMIT = 20  # seconds for one input: a hundred times what the slowest takes
_PIECES = r"""
    --- : - [ ] { } , # & * ! | > ' " ` \ % @ $ _ ^ ~ < > <b> </b> &lt; \{ \} \textbf{ \href{ \'e \o{} \LaTeX $x$ $$ and AND ;
    \u0000 \x00 TY ER AU @article{ @string{ }, == // http:// https:// 10.1000/ arXiv: 2309.08045 0 1e999 null true {} [] ""
    '' [[ ]] {{ }} <<: !!int &a *a --> <!-- ]]> \n , , ,, ;; || \\ 999999999999999999999999 -1
"""
PIECES = [*_PIECES.split(), " ", "\t", "\n", "\r\n", "\0", "\u202e", "\u200d", "\ufeff", "\u00e9", "\U0001f600"]
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    1e308,
    10**30,
    "",
    " ",
    "x" * 2000,
    [],
    {},
    [[]],
    [None],
    {"": None},
    "\0\u202e",
    "<b>",
)


class TooSlow(BaseException):
    """An input took longer than LIMIT. No OSError, as TimeoutError is: readers catch those."""


@dataclass(frozen=True)
class Target:
    """What is fuzzed. seeds: inputs that are right. read: reads one, in an empty folder; its exceptions are bugs."""

    seeds: tuple[Any, ...]
    read: Callable[[Any, Path], object]


def _bibtex() -> str:
    return (
        '@string{j = "Journal of Waves"}\n@article{a, title = {The {EEG} of $\\alpha$}, author = {Lee, Ann and {The Group} and '
        'van der Maaten, Jr, Laurens and others}, journal = j # " A", year = 2020, month = mar, pages = {1--9}, doi = {10.1000/x}}\n'
        "@inproceedings{b, crossref = {c}, title = {\\'Etude of \\textbf{waves}}, author = {Bob Roe}}\n@proceedings{c, title = {P}}\n"
    )


RIS = (
    "TY  - JOUR\nTI  - Waves of\n  the brain\nAU  - Lee, Ann\nAU  - Roe, Bob, Jr.\nPY  - 2020/03/01\nDO  - 10.1000/x\n"
    "SP  - 1\nEP  - 9\nKW  - eeg\nN1  - x\nER  - \n\nTY  - CPAPER\nT1  - Spikes\nA1  - Org\nY1  - 2021\nUR  - https://arxiv.org/abs/2309.08045\nER  - \n"
)
CSL = [
    {"type": "article-journal", "title": "Waves", "author": [{"family": "Lee", "given": "Ann"}, {"literal": "The Group"}],
     "issued": {"date-parts": [[2020, 3, 1]]}, "DOI": "10.1000/x", "container-title": "J", "page": "1-9", "URL": "https://example.org"},
    {"type": "book", "title": "Spikes", "author": [{"family": "Maaten", "non-dropping-particle": "van der", "suffix": "Jr"}],
     "issued": {"raw": "Spring 2019"}},
]  # fmt: skip
CSV = 'title,authors,year,doi,tags,url\n"Waves, again","Lee, Ann; Roe, Bob",2020,10.1000/x,"eeg; fmri",https://example.org\nSpikes,Ann Lee,2021,,,\n'
AWESOME = (
    "# Awesome\n\n## Waves\n\n- [Waves of the brain](https://arxiv.org/abs/2309.08045) - Ann Lee, 2020. [[code](https://github.com/a/b)]\n"
    "- **Spikes** [[Paper]](https://example.org/a.pdf)\n\n| Title | Link |\n|--|--|\n| 1) **Nets** - x | [Paper](https://example.org) |\n"
)
LISTING = f"Waves of the brain\n{'An abstract of many words. ' * 15}\n\nSpikes in nets\n{'Another abstract of many words. ' * 15}\n"
FOLDER = "---\ntitle: Waves\nauthors: [Ann Lee, {name: Bob Roe, orcid: 0000-0002-1825-0097}]\nyear: 2020\nlinks:\n  - {name: pdf, url: https://example.org}\n---\nText\n"
FORM = "### Title\n\nWaves\n\n### Authors\n\nAnn Lee\nBob Roe\n\n### Categories\n\nneural-dynamics\n\n### Summary\n\nText\n\n### DOI\n\n_No response_\n"
SUBSCRIBERS = "ann@example.org,daily,,\nbob@example.org,weekly,neural-dynamics,eeg fmri\n# note\n"
METRICS = {"keller-2023-traveling-waves": {"citations": 12, "stars": 45}, "lowe-2021-corrected": {"citations": 1}}
OPENALEX = {
    "meta": {"count": 1},
    "results": [{"doi": "https://doi.org/10.48550/arxiv.2309.08045", "cited_by_count": 3}],
}
LIST = "---\ndescription: Waves\n---\n# Waves\n\n<!-- papers: paper keller-2023-traveling-waves -->\n\n```\n<!-- papers: x -->\n```\n"
LIBRARY = checks.load(TOY / "papers", TOY)[0]


def _vocabulary(kind: str) -> Target:
    seed = (TOY / "papers" / FILES[kind]).read_bytes()
    return Target((seed,), lambda data, _: vocabulary_files.parse(data, f"papers/{FILES[kind]}", kind))


def _records(form: str, seed: str) -> Target:
    def read(text: str, folder: Path) -> object:
        try:
            if form == "folder":
                (folder / "a.md").write_text(text, encoding="utf-8", errors="replace")
                file = programs.opened(folder, None)
            else:
                told = programs.decoded(text.encode("utf-8", "replace"), "a file")
                programs.told_from(told[0])
                file = programs.File(form, told[0])
            done = imports.plan(programs.records(file), TOY / "papers", TOY, "2026-12-01")
        except CannotRead as error:
            return str(error)
        for outcome in done.outcomes:
            assert outcome.made.path or outcome.made.reason, outcome
        return list(imports.report(done, "a file"))

    return Target((seed,), read)


def _service(make: Callable[[], Any], identifier: str, seed: Any) -> Target:
    def read(answer: Any, _: Path) -> object:
        service: Any = make()
        if isinstance(service, Crossref):
            service._ask = lambda _: answer  # type: ignore[method-assign, assignment]  # no request is made
        else:
            service._session = SimpleNamespace(json=lambda *_, **__: answer)
        try:
            return facts.draft(service.find(identifier), LIBRARY.vocabulary, "2026-12-01")
        except (NotThere, Trouble, Passing) as error:
            return str(error)

    return Target((seed,), read)


def _arxiv(data: bytes, _: Path) -> object:
    service: Any = Arxiv(Manners(pause=0, backoff=0))
    service._client._session = SimpleNamespace(get=lambda *_, **__: SimpleNamespace(content=data, status_code=200))
    try:
        return facts.draft(service.find("2309.08045"), LIBRARY.vocabulary, "2026-12-01")
    except (NotThere, Trouble, Passing) as error:
        return str(error)


def _measured(answer: Any, _: Path) -> object:
    web: Any = SimpleNamespace(json=lambda *_, **__: answer)
    found: list[object] = []
    try:
        found.append(openalex.citations(LIBRARY, web, {}, lambda *_: None))
    except ServiceError as error:
        found.append(str(error))
    try:
        found.append(github.stars(LIBRARY, web, {}, lambda *_: None, []))
    except ServiceError as error:
        found.append(str(error))
    return found


def _settings(data: bytes, folder: Path) -> object:
    (folder / "mkdocs.yml").write_bytes(data)
    try:
        return settings.read(folder, {})
    except SettingsError as error:
        return str(error)


def _list(data: bytes, folder: Path) -> object:
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "lists" / "waves.md").write_bytes(data)
    return reading_lists.read(folder)


def _metrics(answer: Any, folder: Path) -> object:
    where = folder / "papers" / "_metrics"
    where.mkdir(parents=True, exist_ok=True)
    (where / "2026-11-24.json").write_text(json.dumps(answer), encoding="utf-8")
    return metrics.read(folder / "papers", folder)


def _ledger(data: bytes, folder: Path) -> object:
    (folder / "ledger").write_bytes(data)
    try:
        return Ledger(folder / "ledger").unfinished
    except LedgerError as error:
        return str(error)


def _ledger_seed() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        ledger = Ledger(Path(name) / "ledger")
        ledger.begin(["a"])
        ledger.plan(["b", "c"])
        return (Path(name) / "ledger").read_bytes()


def _form(text: str, _: Path) -> object:
    values = issue_form.fields(issue_form.read(text), LIBRARY.vocabulary, "2026-12-01")
    key, file = issue_form.file(values, "", set())
    return key, reading.paper_text(file.encode("utf-8", "replace"), f"papers/{key}.md")


def _text(text: str, _: Path) -> object:
    source = Source("papers/x.md", text)
    body.check(text, 1, source)
    return summary.html(text), summary.portable(text), mathml.html(text), mathml.plain(text), source.problems


TARGETS: dict[str, Target] = {
    "paper": Target(
        tuple(path.read_bytes() for path in sorted((TOY / "papers").glob("*.md"))),
        lambda data, _: reading.paper_text(data, "papers/lee-2023-x.md"),
    ),
    **{f"_{kind}.yml": _vocabulary(kind) for kind in FILES},
    "mkdocs.yml": Target(((ROOT / "mkdocs.yml").read_bytes(),), _settings),
    "reading list": Target((LIST.encode(),), _list),
    "metrics": Target((METRICS,), _metrics),
    "subscribers": Target((SUBSCRIBERS,), lambda text, _: subscribers.read(text, LIBRARY.vocabulary)),
    "ledger": Target((_ledger_seed(),), _ledger),
    "bibtex": _records("bibtex", _bibtex()),
    "ris": _records("ris", RIS),
    "csl-json text": _records("csl-json", json.dumps(CSL, indent=1)),
    "csl-json": Target((CSL,), lambda value, folder: _records("csl-json", "").read(json.dumps(value), folder)),
    "csv": _records("csv", CSV),
    "json-lines": _records("json-lines", "\n".join(json.dumps(one) for one in CSL)),
    "markdown": _records("markdown", AWESOME),
    "listing": _records("listing", LISTING),
    "folder": _records("folder", FOLDER),
    "issue form": Target((FORM,), _form),
    "arXiv": Target((FEED.format(n=1, entry=ENTRY.format(id="2309.08045", comment="x", doi=DOI)).encode(),), _arxiv),
    "Crossref": _service(lambda: Crossref(Manners(pause=0, backoff=0)), "10.1000/waves.1", {"message": WORK}),
    "PubMed": _service(lambda: PubMed(Manners(pause=0, backoff=0)), "123", PUBMED),
    "OpenReview": _service(lambda: OpenReview(Manners(pause=0, backoff=0)), "abcdefghij", OPENREVIEW),
    "OpenAlex and GitHub": Target((OPENALEX, {"stargazers_count": 3, "full_name": "a/b"}), _measured),
    "summary and formulas": Target(("A *b* [c](https://example.org) $x^2$ `d`\n\n- e\n\n| a |\n|--|\n| b |\n",), _text),
    "LaTeX": Target((r"\'Etude of \textbf{waves} and $\alpha$ {\"o} \LaTeX{} \href{u}{t} \O{}x",), lambda text, _: latex_text.convert(text, formulas=True)),
}  # fmt: skip


def mutated(seed: Any, rng: random.Random) -> Any:
    """A seed with a few changes: text and bytes piece by piece, plain values one by one."""
    if isinstance(seed, bytes):
        data = mutated(seed.decode("utf-8", "surrogateescape"), rng).encode("utf-8", "surrogatepass")
        if rng.random() < 0.2:
            at = rng.randrange(len(data) + 1)
            data = data[:at] + bytes([rng.randrange(256)]) + data[at:]
        return data
    if isinstance(seed, str):
        for _ in range(rng.choice((1, 1, 2, 3, 8))):
            start = rng.randrange(len(seed) + 1)
            end = min(len(seed), start + rng.choice((0, 0, 1, 2, 5, 30, 300)))
            cut = rng.choice(
                (
                    "",
                    rng.choice(PIECES),
                    seed[start:end] * 2,
                    rng.choice(PIECES) * rng.choice((1, 2, 50)),
                    seed[end:start:-1],
                )
            )
            seed = seed[:start] + cut + seed[end:]
        return seed
    value = copy.deepcopy(seed)
    for _ in range(rng.choice((1, 1, 2, 4))):
        places = [
            (inner, key)
            for inner in _inner(value)
            for key in ([*inner] if isinstance(inner, dict) else range(len(inner)))
        ]
        if not places:
            return rng.choice(ODD)
        inner, key = rng.choice(places)
        change = rng.random()
        if change < 0.2:
            del inner[key]
        elif isinstance(inner[key], str) and change < 0.5:
            inner[key] = mutated(inner[key], rng)
        else:
            inner[key] = copy.deepcopy(rng.choice((*ODD, value if change < 0.55 else None)))
    return value


def _inner(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _inner(inner)


@contextmanager
def _limited(name: str) -> Iterator[None]:
    """Stop an input that takes too long."""

    def stop(*_: object) -> None:
        raise TooSlow(f"{name}: more than {LIMIT} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def run(name: str, numbers: range) -> None:
    """Read the inputs of these numbers of a target. Raises AssertionError with the first that is a bug."""
    target = TARGETS[name]
    for number in numbers:
        rng = random.Random(f"{name} {number}")  # noqa: S311 - made-up data, no secret
        given = mutated(rng.choice(target.seeds), rng)
        with tempfile.TemporaryDirectory() as folder:
            try:
                with _limited(name):
                    target.read(given, Path(folder))
            except (Exception, SystemExit, TooSlow) as error:
                raise AssertionError(
                    f"{name}, input {number}: {type(error).__name__}: {error}\n{given!r:.3000}"
                ) from error


@click.command()
@click.option("--inputs", default=2000, show_default=True, help="How many for each target.")
@click.option("--first", default=0, show_default=True, help="The number of the first.")
@click.option("--target", "names", multiple=True, type=click.Choice(list(TARGETS)), help="Only these; all otherwise.")
def main(inputs: int, first: int, names: tuple[str, ...]) -> None:
    """Read mutated inputs, and end with status 1 where one is a bug."""
    failed = 0
    for name in names or TARGETS:
        try:
            run(name, range(first, first + inputs))
        except AssertionError as error:
            failed += 1
            click.echo(error, err=True)
        else:
            click.echo(f"{name}: {inputs:,} inputs, no bug")
    sys.exit(int(failed > 0))


if __name__ == "__main__":
    main()
