"""What the workflows do on GitHub, with `gh` replaced by a recorder: every call is asserted."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from generator.checks import checks
from generator.cli import starter_files as starting
from generator.cli.program import main
from generator.github import comment, issue_form, posting, pull_request
from generator.github.client import BOT, SHOWN, Client, GitHubError, fenced
from generator.importing.facts import Facts
from generator.importing.services import Answers
from tests import small_list
from tests.conftest import Project
from tests.examples import VOCABULARY, bytes_of, paper
from tests.project import ROOT

BASE = "a" * 40
SUMMARY = bytes_of("(and so on, for 80 words)").decode()
GOOD = {
    "Title": "Waves: again",
    "Authors": "Ada Lovelace\nJosé García",
    "First public version": "2024-05",
    "arXiv identifier": "https://arxiv.org/abs/2405.01234v2",
    "DOI": "_No response_",
    "OpenReview identifier": "_No response_",
    "Venue": "iclr",
    "Year of the venue": "2024",
    "Categories": "neural-dynamics",
    "Tags": "functional MRI, eeg",
    "Web page of the paper": "_No response_",
    "Code": "_No response_",
    "Project page": "_No response_",
    "In one sentence": "Waves that travel remember what was.",
    "Summary": SUMMARY,
}
FILE = f"""\
---
title: "Waves: again"
authors: [Ada Lovelace, José García]
date: 2024-05
added: 2026-11-25
categories: [neural-dynamics]
tags: [fmri, eeg]
arxiv: 2405.01234
venue: {{name: ICLR, year: 2024}}
tldr: Waves that travel remember what was.
---
{SUMMARY}
"""


class Recorder:
    """Plays `gh`: notes what is asked and sent, answers from `answers` (method and path → value or GitHubError)."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers
        self.calls: list[tuple[str, Any]] = []

    def __call__(self, arguments: Sequence[str], body: str) -> str:
        assert list(arguments[:3]) == ["gh", "api", "--method"]
        assert list(arguments[5:]) == (["--input", "-"] if body else [])
        call = f"{arguments[3]} {arguments[4].removeprefix('repos/o/r/')}"
        self.calls.append((call, json.loads(body) if body else None))
        answer = self.answers.get(call, {"sha": "b" * 40, "number": 9, "id": 1} if body else [])
        if isinstance(answer, GitHubError):
            raise answer
        return json.dumps(answer)


class Repository:
    """Plays GitHub's API with a repository that remembers: branches, commits, pull requests, comments, reviews.

    commits: name → (login, name of the parent, path → content). moved: a commit that takes a branch's place just before
    it is written to.
    """

    def __init__(self) -> None:
        self.commits: dict[str, tuple[str, str, dict[str, str]]] = {BASE: ("curator", "", {"README.md": "x"})}
        self.refs = {"main": BASE}
        self.trees: dict[str, dict[str, str]] = {f"tree-{BASE}": {"README.md": "x"}}
        self.pulls: list[dict[str, Any]] = []
        self.comments: dict[int, list[str]] = {}
        self.reviews: list[dict[str, Any]] = []
        self.moved = ""
        self.forced: list[bool] = []

    def commit(self, login: str, parent: str, files: dict[str, str]) -> str:
        name = f"{len(self.commits):040x}"
        self.commits[name] = (login, parent, files)
        self.trees[f"tree-{name}"] = files
        return name

    def push(self, branch: str, login: str, files: dict[str, str]) -> str:
        """A commit that somebody puts on a branch."""
        before = self.refs[branch]
        self.refs[branch] = self.commit(login, before, {**self.commits[before][2], **files})
        return self.refs[branch]

    def files(self, branch: str) -> dict[str, str]:
        return self.commits[self.refs[branch]][2]

    def __call__(self, arguments: Sequence[str], body: str) -> str:
        method, path = arguments[3], arguments[4].removeprefix("repos/o/r/")
        return json.dumps(self._answer(method, path, json.loads(body) if body else {}))

    def _answer(self, method: str, path: str, values: Any) -> Any:
        path, _, query = path.partition("?")
        words = path.split("/")
        if method == "GET" and path == "pulls":
            return self.pulls[::-1] if "head=o:add-paper-7" in query else []
        if method == "GET" and words[:3] == ["git", "ref", "heads"]:
            if words[3] not in self.refs:
                raise GitHubError("not found", 404)
            return {"object": {"sha": self.refs[words[3]]}}
        if method == "GET" and words[0] == "commits":
            return {"author": {"login": self.commits[words[1]][0]}, "commit": {"tree": {"sha": f"tree-{words[1]}"}}}
        if method == "GET" and words[0] == "compare":
            base, head = words[1].split("...")
            added = sorted(self.files(head).items() - self.files(base).items())
            return {"files": [{"filename": n, "status": "added", "sha": git_blob(t)} for n, t in added]}
        if method == "GET" and words[-1] == "reviews":
            return self.reviews
        if method == "GET" and words[-1] == "comments":
            said = self.comments.get(int(words[1]), [])
            return [{"id": number, "user": {"login": BOT}, "body": text} for number, text in enumerate(said)]
        if method == "POST" and path == "git/trees":
            base = values["base_tree"]
            files = dict(self.trees[base if base in self.trees else f"tree-{base}"])
            for entry in values["tree"]:
                if entry.get("sha", "") is None:
                    del files[entry["path"]]
                else:
                    files[entry["path"]] = entry["content"]
            name = f"tree-{len(self.trees)}"
            self.trees[name] = files
            return {"sha": name}
        if method == "POST" and path == "git/commits":
            (parent,) = values["parents"]
            return {"sha": self.commit(BOT, parent, self.trees[values["tree"]])}
        if method == "POST" and path == "git/refs":
            self.refs[values["ref"].removeprefix("refs/heads/")] = values["sha"]
            return {}
        if method == "PATCH" and words[:2] == ["git", "refs"]:
            if self.moved:
                self.refs[words[3]] = self.moved
            self.forced.append(values["force"])
            if not values["force"] and self.commits[values["sha"]][1] != self.refs[words[3]]:
                raise GitHubError("Update is not a fast forward", 422)
            self.refs[words[3]] = values["sha"]
            return {}
        if method == "POST" and path == "pulls":
            self.pulls.append({"number": 9 + len(self.pulls), "state": "open", "merged_at": None, **values})
            return self.pulls[-1]
        assert (method, words[0], words[-1]) == ("POST", "issues", "comments"), (method, path)
        self.comments.setdefault(int(words[1]), []).append(values["body"])
        return {}


def git_blob(text: str) -> str:
    """The name that git gives a content."""
    done = subprocess.run(["git", "hash-object", "--stdin"], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode().strip()


def body_of(fields: Mapping[str, str]) -> str:
    return "\n\n".join(f"### {label}\n\n{value}" for label, value in fields.items())


def issue(body: str, **more: Any) -> dict[str, Any]:
    found = {"number": 7, "state": "open", "title": "../../etc/passwd", "body": body, **more}
    return {"issue": found, "repository": {"default_branch": "main"}}


@pytest.fixture
def root(project: Project) -> Path:
    return project({**VOCABULARY, "papers/first-2023.md": paper()})


def run(root: Path, event: Any, answers: Mapping[str, Any] | None = None) -> tuple[str, list[tuple[str, Any]]]:
    recorder = Recorder({"GET git/ref/heads/add-paper-7": GitHubError("not found", 404), **(answers or {})})
    told = pull_request.from_issue(event, root / "papers", root, Client("o/r", recorder), BASE, "2026-11-25")
    return told, recorder.calls


def edit(root: Path, repository: Repository, **fields: str) -> str:
    """The issue, opened or edited, with these fields: what the workflow says that it did."""
    for file in (root / "papers").glob("lovelace-*.md"):
        file.unlink()  # each run has a checkout of its own
    event = issue(body_of({**GOOD, **{name.replace("_", " "): value for name, value in fields.items()}}))
    return pull_request.from_issue(event, root / "papers", root, Client("o/r", repository), BASE, "2026-11-25")


def test_a_form_becomes_a_pull_request(root: Path) -> None:
    told, calls = run(root, issue(body_of(GOOD)))
    assert told == "opened #9"
    entry = {"path": "papers/lovelace-2024-waves.md", "mode": "100644", "type": "blob", "content": FILE}
    sha = "b" * 40
    assert calls == [
        ("GET pulls?state=all&per_page=100&head=o:add-paper-7", None),
        ("GET git/ref/heads/add-paper-7", None),
        ("POST git/trees", {"base_tree": BASE, "tree": [entry]}),
        ("POST git/commits", {"message": "Add lovelace-2024-waves (#7)", "tree": sha, "parents": [BASE]}),
        ("POST git/refs", {"ref": "refs/heads/add-paper-7", "sha": sha}),
        (
            "POST pulls",
            {
                "title": "Add lovelace-2024-waves",
                "head": "add-paper-7",
                "base": "main",
                "body": "Closes #7.\n\nThe file was made from the issue, and `papers check` finds nothing wrong with "
                "it. What it says is for a curator to read.",
            },
        ),
    ]
    assert checks.load(root / "papers", root)[1] == []


def test_an_edit_becomes_a_commit_behind_the_workflows_own(root: Path) -> None:
    repository = Repository()
    assert edit(root, repository) == "opened #9"
    first = repository.refs["add-paper-7"]
    assert edit(root, repository) == "#9 holds this file already"
    assert repository.refs["add-paper-7"] == first
    assert edit(root, repository, Tags="eeg") == "brought #9 up to date"
    assert repository.commits[repository.refs["add-paper-7"]][1] == first
    assert "tags: [eeg]\n" in repository.files("add-paper-7")["papers/lovelace-2024-waves.md"]
    # Another title makes another key, and the file of the old one goes.
    assert edit(root, repository, Title="Spikes: again") == "brought #9 up to date"
    assert [*repository.files("add-paper-7")] == ["README.md", "papers/lovelace-2024-spikes.md"]
    assert (repository.forced, repository.comments) == ([False, False], {})


def test_commits_of_others_stay(root: Path) -> None:
    repository = Repository()
    edit(root, repository)
    theirs = repository.push("add-paper-7", "curator", {"papers/lovelace-2024-waves.md": "corrected"})
    for _ in range(2):
        assert edit(root, repository, Tags="eeg") == "said on #7 what is missing"
    assert repository.refs["add-paper-7"] == theirs
    (said,) = repository.comments[7]
    assert said == (
        "<!-- papers: issue -->\nThis edit was not taken over, because somebody else has worked on pull request #9. "
        "Please say there what should change."
    )


def test_a_commit_that_comes_at_the_same_moment_stays(root: Path) -> None:
    repository = Repository()
    edit(root, repository)
    repository.moved = repository.commit("curator", repository.refs["add-paper-7"], {"papers/x.md": "theirs"})
    assert edit(root, repository, Tags="eeg") == "said on #7 what is missing"
    assert repository.refs["add-paper-7"] == repository.moved
    assert "because the branch add-paper-7 changed at the same moment" in repository.comments[7][0]


@pytest.mark.parametrize("state", ["APPROVED", "CHANGES_REQUESTED", "COMMENTED"])
def test_reviewers_are_told_that_the_file_changed(root: Path, state: str) -> None:
    repository = Repository()
    edit(root, repository)
    repository.reviews = [{"state": "PENDING"}]
    edit(root, repository, Tags="eeg")
    assert repository.comments == {}
    repository.reviews = [{"state": state}]
    edit(root, repository, Tags="fmri")
    (said,) = repository.comments.pop(9)
    assert said == (
        "<!-- papers: reviewed -->\nThe issue was edited after this was reviewed, and the file changed: please look at "
        "it again."
    )
    assert repository.comments == {}
    edit(root, repository, Tags="fmri")
    assert repository.comments == {}  # nothing changed


@pytest.mark.parametrize(("merged", "word"), [("2026-11-25", "merged"), (None, "closed")])
def test_a_pull_request_that_is_over_stays_so(root: Path, merged: str | None, word: str) -> None:
    repository = Repository()
    edit(root, repository)
    repository.pulls[0].update(state="closed", merged_at=merged)
    del repository.refs["add-paper-7"]
    assert edit(root, repository, Tags="eeg") == "said on #7 what is missing"
    assert len(repository.pulls) == 1
    assert f"because its pull request #9 was {word}" in repository.comments[7][0]


def test_a_branch_without_a_pull_request_gets_one(root: Path) -> None:
    repository = Repository()
    edit(root, repository)
    repository.pulls.clear()
    assert edit(root, repository, Tags="eeg") == "opened #9"


SCRIPT = '<script>alert(1)</script> $(touch x) `id` ${{ github.token }} "; rm -rf / #'
FAULTS: dict[str, tuple[Mapping[str, str], set[str]]] = {
    "a script in every field": (dict.fromkeys(GOOD, SCRIPT), {"bad-date", "raw-html", "bad-arxiv", "bad-url"}),
    "65,000 characters": ({**GOOD, "Summary": "word " * 13_000}, {"summary-length"}),
    "65,000 characters of title": ({**GOOD, "Title": "w" * 65_000, "Summary": ""}, {"missing-summary"}),
    "nothing": (dict.fromkeys(GOOD, "_No response_"), {"missing-field", "missing-summary"}),
    "no title": ({**GOOD, "Title": "_No response_"}, {"missing-field"}),
    "unknown tag": ({**GOOD, "Tags": "functional-mrj"}, {"unknown-tag"}),
    "unknown category": ({**GOOD, "Categories": "waves"}, {"unknown-category"}),
    "unknown venue": ({**GOOD, "Venue": "ICRL"}, {"unknown-venue"}),
    "four categories": ({**GOOD, "Categories": "neural-dynamics, a, b, c"}, {"categories-number"}),
    "bad date": ({**GOOD, "First public version": "last May"}, {"bad-date"}),
    "bad doi": ({**GOOD, "DOI": "doi.org"}, {"bad-doi"}),
    "short sentence": ({**GOOD, "In one sentence": "Waves."}, {"tldr-length"}),
    "html": ({**GOOD, "Summary": f"<img src=x onerror=alert(1)> {SUMMARY}"}, {"raw-html"}),
    "a fence": ({**GOOD, "Summary": f"---\ntitle: x\n---\n{SUMMARY}"}, {"heading"}),
    "bad address": ({**GOOD, "Code": "javascript:alert(1)"}, {"bad-url"}),
    "invisible": ({**GOOD, "In one sentence": "Waves that \u202etravel remember."}, {"bidi-character"}),
    "there already": ({**GOOD, "Title": "Traveling Waves", "Authors": "T. Anderson Keller"}, {"same-title"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_missing_is_said_in_the_words_of_the_check(root: Path, name: str) -> None:
    fields, rules = FAULTS[name]
    told, calls = run(root, issue(body_of(fields)))
    assert told == "said on #7 what is missing"
    assert [call for call, _ in calls] == ["GET issues/7/comments?per_page=100&page=1", "POST issues/7/comments"]
    words = calls[1][1]["body"]
    assert {rule for rule in rules if f": {rule}: " not in words} == set()
    assert len(words) < 65_536
    start, _, rest = words.partition("```")
    assert "<script" not in start
    assert rest.rpartition("```")[2].startswith("\n\nPlease edit the issue")
    made = {path.name for path in root.rglob("*.md")} - {"first-2023.md"}
    assert len(made) == 1  # in papers/, under a key, whatever the title was
    assert {path.parent for path in root.rglob("*.md")} == {root / "papers"}


PLACES = {
    "a path": ("../../.github/workflows/check.yml", "lovelace-2024-github-workflows"),
    "a path of Windows": ("C:\\Windows\\system32", "lovelace-2024-c"),
    "dots": ("...", "lovelace-2024"),
    "quotes and signs": ('A "title": with # and \\ in it', "lovelace-2024-title"),
    "another script": ("脑的波", "lovelace-2024"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_title_is_a_title_and_no_path(root: Path, name: str) -> None:
    title, key = PLACES[name]
    told, calls = run(root, issue(body_of({**GOOD, "Title": title})))
    assert told == "opened #9"
    entry = calls[2][1]["tree"][0]
    assert entry["path"] == f"papers/{key}.md"
    assert checks.load(root / "papers", root)[0].by_key[key].title == title


def test_headings_inside_a_field_are_text(root: Path) -> None:
    body = body_of({**GOOD, "Summary": f"{SUMMARY}\n\n### Title\n\nAnother"})
    assert issue_form.read(body)["title"] == "Waves: again"
    _, calls = run(root, issue(body))
    assert ": heading: " in calls[1][1]["body"]


def test_the_same_words_are_not_said_twice(root: Path) -> None:
    event = issue(body_of({**GOOD, "Tags": "nothing"}))
    _, calls = run(root, event)
    said = {"id": 3, "user": {"login": "github-actions[bot]"}, "body": calls[1][1]["body"]}
    (root / "papers/lovelace-2024-waves.md").unlink()
    _, calls = run(root, event, {"GET issues/7/comments?per_page=100&page=1": [said]})
    assert len(calls) == 1
    (root / "papers/lovelace-2024-waves.md").unlink()
    _, calls = run(
        root, event, {"GET issues/7/comments?per_page=100&page=1": [{**said, "body": f"{posting.MARKER}\nOld"}]}
    )
    assert [call for call, _ in calls][1:] == ["PATCH issues/comments/3"]


def test_what_the_form_leaves_open_is_looked_up(root: Path) -> None:
    asked: list[Any] = []

    def find(ids: Mapping[str, str]) -> Answers:
        asked.append(dict(ids))
        authors = ["Ada Lovelace", "José García"]
        return Answers(Facts(title="Waves: again", authors=authors, date="2024-05", identifiers={"doi": "10.1038/x"}))

    recorder = Recorder({"GET git/ref/heads/add-paper-7": GitHubError("not found", 404)})
    fields = {**GOOD, **dict.fromkeys(("Title", "Authors", "First public version"), "_No response_")}
    event = issue(body_of(fields))
    papers = root / "papers"
    told = pull_request.from_issue(event, papers, root, Client("o/r", recorder), BASE, "2026-11-25", find)
    assert told == "opened #9"
    assert asked == [{"arxiv": "2405.01234"}]
    content = recorder.calls[2][1]["tree"][0]["content"]
    assert content == FILE.replace("arxiv: 2405.01234\n", "arxiv: 2405.01234\ndoi: 10.1038/x\n")


def test_a_service_that_says_nothing_is_told(root: Path) -> None:
    recorder = Recorder({})
    event = issue(body_of({**GOOD, "Title": "_No response_"}))
    answers = Answers(Facts(), ["arXiv does not know 2405.01234"])
    pull_request.from_issue(
        event, root / "papers", root, Client("o/r", recorder), BASE, "2026-11-25", lambda ids: answers
    )
    words = recorder.calls[1][1]["body"]
    assert 'missing-field: "title" is missing' in words
    assert "\n\narXiv does not know 2405.01234\n```" in words


@pytest.mark.parametrize(
    "event",
    [issue("A question"), issue(""), issue(body_of(GOOD), state="closed"), issue("Text\n### Title\n")],
)
def test_other_issues_are_left_alone(root: Path, event: Any) -> None:
    told, calls = run(root, event)
    assert (told, calls) == ("#7 is no open issue of the form *Add a paper*", [])


def test_the_form_on_github_has_these_labels() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/add-paper.yml").read_text(encoding="utf-8"))
    labels = [part["attributes"]["label"] for part in form["body"] if part["type"] != "markdown"]
    assert labels == list(issue_form.LABELS)


RUN = {
    "id": 55,
    "event": "pull_request",
    "head_branch": "add & paper#1",
    "head_sha": "c" * 40,
    "head_repository": {"full_name": "fork/r", "owner": {"login": "fork"}},
}
PULLS = "GET pulls?state=open&head=fork%3Aadd%20%26%20paper%231&per_page=100&page=1"
PULL = {"number": 12, "head": {"sha": "c" * 40, "repo": {"full_name": "fork/r"}}}


def update(answers: Mapping[str, Any], text: str = "New pages: 1", **run: Any) -> tuple[str, list[tuple[str, Any]]]:
    recorder = Recorder(answers)
    told = comment.update({"workflow_run": {**RUN, **run}}, text, Client("o/r", recorder))
    return told, recorder.calls


def test_the_first_comment() -> None:
    told, calls = update({PULLS: [PULL]})
    assert told == "commented on #12"
    assert [call for call, _ in calls] == [
        PULLS,
        "GET issues/12/comments?per_page=100&page=1",
        "POST issues/12/comments",
    ]
    assert calls[2][1]["body"] == (
        "<!-- papers: changes -->\n\nWhat this pull request does to the site:\n\n```text\nNew pages: 1\n```\n\n"
        "To look at the site as it would be, on <http://127.0.0.1:8642>:\n\n"
        "```sh\ngh run download 55 -R o/r -n site -D site-55\n"
        "python3 -m http.server --bind 127.0.0.1 -d site-55 8642\n```\n\n"
        "The pull request's own code built it: its scripts are as trustworthy as its author. The port is not that of "
        "`papers serve`, so that it cannot read what your browser keeps for the preview."
    )


def test_the_comment_is_kept_up_to_date_and_others_are_left_alone() -> None:
    first = update({PULLS: [PULL]})[1][2][1]["body"]
    others = [{"id": n, "user": {"login": "somebody"}, "body": first} for n in range(100)]
    mine = {"id": 300, "user": {"login": "github-actions[bot]"}, "body": first}
    pages = {
        "GET issues/12/comments?per_page=100&page=1": others,
        "GET issues/12/comments?per_page=100&page=2": [mine],
    }
    assert update({PULLS: [PULL], **pages})[0] == "the comment on #12 says so already"
    told, calls = update({PULLS: [PULL], **pages}, "New pages: 2")
    assert told == "brought the comment on #12 up to date"
    assert calls[-1][0] == "PATCH issues/comments/300"


@pytest.mark.parametrize(
    "pull",
    [
        {"number": 12, "head": {"sha": "d" * 40, "repo": {"full_name": "fork/r"}}},
        {"number": 12, "head": {"sha": "c" * 40, "repo": {"full_name": "other/r"}}},
        {"number": 12, "head": {"sha": "c" * 40, "repo": None}},
    ],
)
def test_another_pull_request_is_not_commented(pull: Any) -> None:
    told, calls = update({PULLS: [pull]})
    assert told == "no open pull request has this commit as its head: nothing to say"
    assert len(calls) == 1


def test_runs_of_other_kinds_say_nothing() -> None:
    assert update({}, event="push") == ("the run was not of a pull request", [])


@pytest.mark.parametrize(
    "text",
    ["```\n@everyone <img src=x>", "````````text\n# Heading", "x" * 200_000, "a\x1b[31m\u202eb", "", "~~~\n```"],
)
def test_text_of_others_stays_in_its_block(text: str) -> None:
    block = fenced(text)
    lines = block.split("\n")
    fence = lines[0].removesuffix("text")
    assert lines[-1] == fence
    assert set(fence) == {"`"}
    assert not any(line.strip().startswith(fence) for line in lines[1:-1])
    assert len(block) < SHOWN + 200
    assert "\x1b" not in block
    assert "\u202e" not in block


@pytest.mark.parametrize("args", [["comment", "event.json", "event.json"], ["issue", "event.json", "--base", BASE]])
def test_a_missing_variable_is_named(root: Path, monkeypatch: pytest.MonkeyPatch, args: list[str]) -> None:
    monkeypatch.chdir(root)
    (root / "event.json").write_text("{}", encoding="utf-8")
    for name in ("GITHUB_REPOSITORY", "GH_TOKEN", "GITHUB_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    done = CliRunner().invoke(main, ["github", *args])
    assert done.exit_code == 1
    assert "GITHUB_REPOSITORY is not set" in done.stderr
    assert "GH_TOKEN is not set" in done.stderr
    monkeypatch.setenv("GH_TOKEN", "x")
    assert "GH_TOKEN" not in CliRunner().invoke(main, ["github", *args]).stderr
    monkeypatch.setenv("GITHUB_REPOSITORY", "no repository")
    done = CliRunner().invoke(main, ["github", *args])
    assert done.stderr == 'papers: GITHUB_REPOSITORY: "no repository" is not a repository; write owner/name\n'


def test_without_its_program_and_a_token_both_are_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.delenv("GH_TOKEN", raising=False)
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.setenv("PATH", str(root))
    event = {"workflow_run": {**RUN, "event": "pull_request"}}
    (root / "event.json").write_text(json.dumps(event), encoding="utf-8")
    done = CliRunner().invoke(main, ["github", "comment", "event.json", "event.json"])
    assert done.exit_code == 1
    assert "the program gh is not installed" in done.stderr
    assert "GH_TOKEN is not set" in done.stderr


def test_commands_read_their_files(root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    (tmp_path / "event.json").write_text(json.dumps({"workflow_run": {**RUN, "event": "push"}}), encoding="utf-8")
    (tmp_path / "report.txt").write_bytes(b"\xff\xfe")
    done = CliRunner().invoke(main, ["github", "comment", str(tmp_path / "event.json"), str(tmp_path / "report.txt")])
    assert (done.exit_code, done.output) == (0, "the run was not of a pull request\n")
    done = CliRunner().invoke(main, ["github", "comment", str(tmp_path / "event.json"), str(tmp_path / "none.txt")])
    assert done.exit_code == 1
    (tmp_path / "link.txt").symlink_to(tmp_path / "report.txt")
    done = CliRunner().invoke(main, ["github", "comment", str(tmp_path / "event.json"), str(tmp_path / "link.txt")])
    assert (done.exit_code, done.output) == (1, f"papers: {tmp_path / 'link.txt'}: is a link; the report is a file\n")
    for text in ("{", "[]", "{}"):
        (tmp_path / "event.json").write_text(text, encoding="utf-8")
        done = CliRunner().invoke(main, ["github", "issue", str(tmp_path / "event.json"), "--base", BASE])
        assert done.exit_code == 1
        assert done.output.startswith("papers: ")


def test_the_web_page_of_a_paper_has_a_field_in_the_form() -> None:
    filled = issue_form.read(body_of({**GOOD, "Web page of the paper": "https://example.org/p"}))
    values = issue_form.fields(filled, small_list.VOCABULARY, "2026-11-25")
    assert values["links"] == {"page": "https://example.org/p"}


# What a job without a write token prepares, and one with it posts.


def posted(folder: Path, event: Any, plan: Any, *more: str) -> subprocess.CompletedProcess[str]:
    """What the copy of a new list says to a plan, with `gh` replaced by a program that prints what it is given."""
    starting.start(folder / "list", "Mine")
    (folder / "gh").write_text('#!/bin/sh\necho "$@" >&2; exit 1\n', encoding="utf-8")
    (folder / "gh").chmod(0o755)
    (folder / "event.json").write_text(json.dumps(event), encoding="utf-8")
    if not (folder / "plan.json").is_symlink():
        (folder / "plan.json").write_text(plan if isinstance(plan, str) else json.dumps(plan), encoding="utf-8")
    # -S: without installed packages.
    command = [sys.executable, "-S", "-m", "generator.github.posting", "../event.json", "../plan.json", *more]
    environment = {"PATH": f"{folder}:/usr/bin:/bin", "PYTHONPATH": ".github/scripts", "GITHUB_REPOSITORY": "o/r"}
    return subprocess.run(
        command, cwd=folder / "list", env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_a_plan_is_posted_as_the_program_itself_would(root: Path, tmp_path: Path) -> None:
    event = issue(body_of(GOOD))
    plan = pull_request.prepare(event, root / "papers", root, "2026-11-25")
    assert plan == posting.Plan(path="papers/lovelace-2024-waves.md", text=FILE)
    posting.write(plan, tmp_path / "plan.json")
    recorder = Recorder({"GET git/ref/heads/add-paper-7": GitHubError("not found", 404)})
    assert posting.post(event, posting.read(tmp_path / "plan.json"), Client("o/r", recorder), BASE) == "opened #9"
    (root / "papers/lovelace-2024-waves.md").unlink()
    assert recorder.calls == run(root, event)[1]


def test_a_plan_says_what_is_missing(root: Path) -> None:
    event = issue(body_of({**GOOD, "Tags": "nothing"}))
    plan = pull_request.prepare(event, root / "papers", root, "2026-11-25")
    assert plan is not None
    recorder = Recorder({})
    assert posting.post(event, plan, Client("o/r", recorder), BASE) == "said on #7 what is missing"
    (root / "papers/lovelace-2024-waves.md").unlink()
    assert recorder.calls == run(root, event)[1]


def test_an_issue_of_another_kind_has_no_plan(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    (root / "event.json").write_text(json.dumps(issue("Hello")), encoding="utf-8")
    done = CliRunner().invoke(main, ["github", "issue", "event.json", "--plan", "plan.json"])
    assert (done.exit_code, done.output) == (0, "#7 is no open issue of the form *Add a paper*\n")
    assert not (root / "plan.json").exists()


def test_the_commands_write_plans_without_a_token(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", str(root))  # no gh
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    (root / "event.json").write_text(json.dumps(issue(body_of(GOOD))), encoding="utf-8")
    done = CliRunner().invoke(main, ["github", "issue", "event.json", "--plan", "plan.json", "--no-network"])
    assert (done.exit_code, done.output) == (0, "")
    assert posting.read(root / "plan.json").path == "papers/lovelace-2024-waves.md"
    assert CliRunner().invoke(main, ["github", "issue", "event.json"]).exit_code == 2
    (root / "event.json").write_text(json.dumps({"workflow_run": RUN}), encoding="utf-8")
    (root / "report.txt").write_text("New pages: 1", encoding="utf-8")
    done = CliRunner().invoke(main, ["github", "comment", "event.json", "report.txt", "--plan", "plan.json"])
    assert (done.exit_code, done.output) == (0, "")
    recorder = Recorder({PULLS: [PULL]})
    event = json.loads((root / "event.json").read_text(encoding="utf-8"))
    assert posting.post(event, posting.read(root / "plan.json"), Client("o/r", recorder), "") == "commented on #12"
    assert recorder.calls == update({PULLS: [PULL]})[1]


def test_a_new_list_posts_without_an_installed_package(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    done = posted(folder, issue("x"), {"comment": "Something is missing."})
    assert done.returncode == 1
    assert done.stderr == "papers: api --method GET repos/o/r/issues/7/comments?per_page=100&page=1\n"


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ("{", "it is not a plan"),
        ("[]", "it is not a plan"),
        ("[" * 100_000, "it is not a plan"),
        ({"comment": "a", "issue": 3}, "it is not a plan"),
        ({"comment": "a" * 200_001}, "a value is no text of at most 200,000 characters"),
        ({"comment": 3}, "a value is no text of at most 200,000 characters"),
        ({}, "it must hold either a comment or a file"),
        ({"comment": "a", "path": "papers/a.md", "text": "b"}, "it must hold either a comment or a file"),
        ({"path": "papers/a.md"}, "it must hold either a comment or a file"),
        *(
            ({"path": path, "text": "b"}, f"{path!r} is not the path of a paper file")
            for path in (".github/workflows/x.yml", "papers/../x.md", "papers/_tags.yml", "papers/a/b.md", "a.md")
        ),
    ],
)  # fmt: skip
def test_a_plan_that_is_none_is_refused(tmp_path: Path, plan: Any, said: str) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    done = posted(folder, issue("x"), plan, "--base", BASE)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"papers: ../plan.json: {said}\n")


def test_a_plan_that_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "secret.json").write_text('{"comment": "secret"}', encoding="utf-8")
    (folder / "plan.json").symlink_to(folder / "secret.json")
    done = posted(folder, issue("x"), "")
    assert done.returncode == 1
    assert "secret" not in done.stderr


def test_an_event_of_another_kind_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    done = posted(folder, {}, {"comment": "a"})
    assert done.returncode == 1
    assert done.stderr == "papers: ../event.json: is not what GitHub sends for workflow_run or issues\n"
