"""The documents and the project's own files, held against the program: what they name exists, what exists they name."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from packaging.requirements import Requirement

from generator.checks import checks
from generator.files import loading
from tests.conftest import Project
from tests.project import ROOT

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / ".github").glob("*.md")])
STARTER = ROOT / "generator" / "cli" / "starter"
WORKFLOWS = sorted(
    [*(ROOT / ".github" / "workflows").glob("*.yml"), *(STARTER / "dot-github" / "workflows").glob("*.yml")]
)


def text(path: str) -> str:
    """A file of the project."""
    return (ROOT / path).read_text(encoding="utf-8")


def name(path: Path) -> str:
    """The path as pytest shows it."""
    return path.relative_to(ROOT).as_posix()


def workflow(path: Path) -> dict[Any, Any]:
    """A workflow, read. (YAML takes its `on` for a truth value.)"""
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def steps() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every step of every workflow."""
    for path in WORKFLOWS:
        for job in workflow(path)["jobs"].values():
            for step in job["steps"]:
                yield path, step


@pytest.mark.parametrize("document", ["README.md", "docs/developing/index.md"])
def test_every_target_of_make_is_documented_and_no_other(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):.*?## ", text("Makefile"), re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony
    assert targets == set(phony[1].split())
    assert targets == set(re.findall(r"\bmake ([a-z][a-z-]*)", _code(text(document))))


def test_every_field_is_documented() -> None:
    from generator.model.field_reference import FIELDS
    from generator.model.model import Author, Links, Venue

    page = text("docs/reference/fields.md")
    assert "\n<!-- papers: fields -->\n" in page
    names = {*FIELDS, *Author.model_fields, *Links.model_fields, *Venue.model_fields}
    assert {field for field in names if f"`{field}`" not in page and field not in _samples(page)} == set()


def test_every_field_has_an_example_that_is_right() -> None:
    from generator.model.field_reference import FIELDS
    from generator.model.model import front_matter

    examples = "\n".join(f"{field.name}: {field.example}" for field in FIELDS.values())
    front_matter(yaml.load(examples, Loader=yaml.BaseLoader))  # noqa: S506  # BaseLoader makes texts only


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_paper_files_that_are_shown_are_files_of_this_list(document: Path) -> None:
    page = document.read_text(encoding="utf-8")
    for match in re.finditer(r"^( *)```\w+\n +?---\n.*?^ *```$|^```\w+\n---\n.*?^```$", page, re.MULTILINE | re.DOTALL):
        shown = textwrap.dedent(match[0]).split("\n", 1)[1].rsplit("\n", 1)[0]
        file = re.findall(r"`(papers/[a-z0-9-]+\.md)`", page[: match.start()])[-1]
        assert text(file).startswith(f"{shown}\n"), file


def test_words_of_vocabularies_in_documents_and_rules_are_words_of_this_list() -> None:
    from generator.core.problems import RULES
    from generator.model.field_reference import FIELDS

    vocabulary = loading.load(ROOT / "papers", ROOT)[0].vocabulary
    examples = [rule.right for rule in RULES.values()]
    examples += [f"{field.name}: {field.example}" for field in FIELDS.values()]
    examples += [block for document in DOCUMENTS for block in _blocks(document.read_text(encoding="utf-8"), "yaml")]
    unknown = [
        word
        for example in examples
        for kind, words in re.findall(r"^ *(categories|tags): \[(.*?)\]", example, re.MULTILINE)
        for word in re.split(r", *", words)
        if re.fullmatch(r"[a-z0-9-]+", word) and word not in getattr(vocabulary, kind)
    ]
    unknown += [
        venue
        for example in examples
        for venue in re.findall(r"^ *venue: \{name: ([^,}]*)", example, re.MULTILINE)
        if venue not in vocabulary.venues
    ]
    assert unknown == []


def _blocks(page: str, language: str) -> list[str]:
    """The blocks of code in a language on a page."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```", page, re.MULTILINE | re.DOTALL)


def test_the_report_that_the_page_of_rules_shows_is_what_the_check_says(project: Project) -> None:
    report = next(block for block in _blocks(text("docs/reference/rules.md"), "text") if "unknown-tag" in block)
    path = report.partition(":")[0]
    files = {f"papers/{file.name}": file.read_text(encoding="utf-8") for file in (ROOT / "papers").glob("_*.yml")}
    line = next(line for line in report.split("\n") if line.startswith("    tags: "))
    root = project({**files, path: re.sub(r"^tags: .*$", line.strip(), text(path), flags=re.MULTILINE)})
    assert "\n".join(problem.text() for problem in checks.load(root / "papers", root)[1]) == report.rstrip()


def test_every_vocabulary_file_is_documented() -> None:
    from generator.model.vocabulary import FILES

    page = text("docs/reference/vocabulary.md")
    for vocabulary, file in FILES.items():
        assert f"\n## {file}\n" in page
        assert f"\n<!-- papers: vocabulary {vocabulary} -->\n" in page


def test_examples_of_vocabulary_files_are_right() -> None:
    from generator.model.vocabulary import FILES
    from generator.model.vocabulary_model import MODELS

    page = text("docs/reference/vocabulary.md")
    for vocabulary, file in FILES.items():
        sample = re.search(rf"\n## {re.escape(file)}\n.*?\n```yaml\n(.*?)```", page, re.DOTALL)
        assert sample
        for entry in yaml.load(sample[1], Loader=yaml.BaseLoader):  # noqa: S506  # BaseLoader makes texts only
            MODELS[vocabulary].model_validate(entry)


def test_the_page_of_the_commands_is_what_the_program_says() -> None:
    from tests import command_reference

    assert command_reference.PAGE.read_text(encoding="utf-8") == command_reference.text(), (
        "write the page anew: .venv/bin/python -m tests.command_reference"
    )


def commands(group: click.Group, path: str = "papers") -> dict[str, click.Command]:
    """Every command of the program by the words that call it."""
    found: dict[str, click.Command] = {}
    for word, command in group.commands.items():
        found[f"{path} {word}"] = command
        if isinstance(command, click.Group):
            found |= commands(command, f"{path} {word}")
    return found


def test_every_command_and_option_says_what_it_does() -> None:
    from generator.cli.program import main

    silent = []
    for path, command in commands(main).items():
        silent += [] if command.help else [path]
        options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
        silent += [f"{path} {option.opts[0]}" for option in options if not (option.help or option.hidden)]
    assert silent == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_commands_and_options_that_are_named_exist(document: Path) -> None:
    from generator.cli.program import main

    known = commands(main)
    wrong = []
    for words in re.findall(r"\bpapers [a-z][^`\n]*", _code(document.read_text(encoding="utf-8"))):
        path = max((path for path in known if f"{words} ".startswith(f"{path} ")), key=len, default="")
        options = {opt for parameter in known[path].params for opt in parameter.opts} if path else set()
        if not path or not set(re.findall(r"--[a-z-]+", words)) <= options | {"--help"}:
            wrong.append(words)
    assert wrong == []


def test_every_rule_is_documented() -> None:
    assert "\n<!-- papers: rules -->\n" in text("docs/reference/rules.md")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_rules_that_are_named_exist(document: Path) -> None:
    import generator.checks.checks  # noqa: F401  # its import registers the rules
    from generator.core.problems import RULES

    samples = re.findall(r"^papers/\S+?(?::\d+)*: ([a-z-]+): ", document.read_text(encoding="utf-8"), re.MULTILINE)
    assert set(samples) <= set(RULES)


def test_every_slot_is_documented() -> None:
    assert "\n<!-- papers: slots -->\n" in text("docs/reference/slots.md")


PROGRAM = ROOT / "generator"


def listed_packages() -> dict[str, list[str]]:
    """The packages of the architecture's table, from the top down, each with its modules."""
    found: dict[str, list[str]] = {}
    rows = re.findall(r"^\| (?:`(\w+)`)? ?\| (?:`(\w+)`)? ?\|", text("docs/developing/architecture.md"), re.MULTILINE)
    for package, module in rows:
        if package:
            found[package] = []
        elif module:
            found[list(found)[-1]].append(module)
    return found


PACKAGES = list(listed_packages())


def modules_of(folder: Path) -> set[str]:
    """The modules and packages in a folder."""
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return {path.stem for path in folder.glob("*.py")} - {"__init__", "__main__"} | packages


def imports_of(path: Path) -> set[str]:
    """The modules of the program that a file imports, as `package.module`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "generator":
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("generator.")}
    return found


def test_every_package_and_module_is_in_the_table() -> None:
    assert modules_of(PROGRAM) == set(PACKAGES)
    assert len(PACKAGES) <= 13
    assert listed_packages() == {package: sorted(modules_of(PROGRAM / package)) for package in PACKAGES}


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_go_down_only(package: str) -> None:
    above = [
        f"{name(path)} imports {module}"
        for path in sorted((PROGRAM / package).rglob("*.py"))
        for module in sorted(imports_of(path))
        if (other := module.split(".")[1]) in PACKAGES and PACKAGES.index(other) < PACKAGES.index(package)
    ]
    assert above == []


def test_no_module_imports_itself_by_a_circle() -> None:
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted(PROGRAM.rglob("*.py"))
        if "starter" not in path.parts
    }
    graph: dict[str, set[str]] = {}
    for module, path in files.items():
        imported = {one if one in files else one.rpartition(".")[0] for one in imports_of(path)}
        graph[module] = {one for one in imported if one in files} - {module}
    while leaves := {module for module, imported in graph.items() if not imported & graph.keys()}:
        graph = {module: imported for module, imported in graph.items() if module not in leaves}
    assert graph == {}


@pytest.mark.parametrize("document", [*DOCUMENTS, *WORKFLOWS, ROOT / "Makefile", ROOT / "pyproject.toml"], ids=name)
def test_names_no_machine_and_no_registry(document: Path) -> None:
    registries = r"pypi\.org|pythonhosted\.org|npmjs\.org"
    machine = r"(?<![\w.])/(?:root|home|Users|work|opt|tmp)/\w"
    assert re.findall(f"{registries}|{machine}", document.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.parent == ROOT], ids=name)
def test_links_between_files_lead_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("path", ["requirements.txt", "requirements-test.txt"])
def test_requirements_name_no_address_and_pin_every_file(path: str) -> None:
    lock = text(path)
    assert "://" not in lock
    assert not re.search(r"^\s*-(?!-hash=sha256:)", lock, re.MULTILINE), "an option of pip's"
    entries = re.findall(r"^[a-z0-9].*(?:\n    --hash=.*)*", lock, re.MULTILINE)
    unpinned = [entry for entry in entries if not re.match(r"\S+==\S+ .*\\\n    --hash=sha256:[0-9a-f]{64}", entry)]
    assert unpinned == []


def locked(path: str) -> dict[str, str]:
    """Version of each package that a file of requirements names."""
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", text(path), re.MULTILINE))


def test_requirements_hold_all_dependencies() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    always = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(word for group in project["dependency-groups"].values() for word in group),
    ]
    extras = [word for extra in project["project"]["optional-dependencies"].values() for word in extra]
    for path, wanted in (("requirements.txt", always), ("requirements-test.txt", [*always, *extras])):
        for requirement in map(Requirement, wanted):
            version = locked(path).get(requirement.name.lower())
            assert version, f"{requirement} is not locked in {path}: run make lock"
            assert version in requirement.specifier, f"{requirement}, but {version} is locked: run make lock"
    assert not {"mypy", "playwright", "pytest", "ruff", "zizmor", "zensical"} & set(locked("requirements.txt"))


def test_both_files_of_requirements_name_the_same_versions() -> None:
    assert locked("requirements.txt").items() <= locked("requirements-test.txt").items()
    assert {*re.findall(r"--hash=\S+", text("requirements.txt"))} <= {
        *re.findall(r"--hash=\S+", text("requirements-test.txt"))
    }


def test_the_program_imports_only_what_its_own_requirements_install() -> None:
    known = {re.sub(r"[-_.]+", "-", name).lower() for name in locked("requirements.txt")}
    distributions = packages_distributions()
    absent = []
    for path in sorted((ROOT / "generator").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            for module in {module.split(".")[0] for module in modules} - {"generator", *sys.stdlib_module_names}:
                providers = {re.sub(r"[-_.]+", "-", name).lower() for name in distributions.get(module, [module])}
                absent += [] if providers & known else [f"{name(path)}: {module}"]
    assert absent == []


def test_each_target_installs_what_it_needs_and_no_more() -> None:
    needs = dict(re.findall(r"^([a-z-]+): (setup(?:-test)?) ## ", text("Makefile"), re.MULTILINE))
    assert {target for target, need in needs.items() if need == "setup"} == {"serve", "build", "check", "lock"}
    for path, step in steps():
        for target in re.findall(r"\bmake ([a-z-]+)", step.get("run", "")):
            job = next(job for job in workflow(path)["jobs"].values() if step in job["steps"])
            caches = [
                one["with"].get("cache-dependency-path")
                for one in job["steps"]
                if "setup-python" in one.get("uses", "")
            ]
            test = needs.get(target, target) == "setup-test"
            assert caches in ([None], ["requirements-test.txt" if test else "requirements.txt"]), (name(path), target)


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_workflows_have_no_rights_but_those_of_a_job(path: Path) -> None:
    found = workflow(path)
    assert found["permissions"] == {}
    assert "concurrency" in found
    assert "pull_request_target" not in found[True]
    for job in found["jobs"].values():
        assert isinstance(job["permissions"], dict)
        assert job["timeout-minutes"] <= 30


def test_workflows_that_pull_requests_start_can_only_read() -> None:
    for path in WORKFLOWS:
        if "pull_request" in workflow(path)[True]:
            for job in workflow(path)["jobs"].values():
                assert set(job["permissions"].values()) <= {"read"}, name(path)


def test_actions_are_pinned_by_commit_with_their_version() -> None:
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for used in re.findall(r"\buses:(.*)", path.read_text(encoding="utf-8")):
            match = re.fullmatch(r" ([\w/-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)", used)
            assert match, f"{name(path)}: {used}"
            pins.setdefault(match[1], set()).add(match[2])
    assert [action for action, commits in pins.items() if len(commits) > 1] == []


def test_steps_keep_no_credentials_and_run_no_text_of_others() -> None:
    for path, step in steps():
        assert "${{" not in step.get("run", ""), name(path)
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False, name(path)


def test_pull_request_template_asks_for_little() -> None:
    assert 1 <= text(".github/PULL_REQUEST_TEMPLATE.md").count("- [ ] ") <= 5


def _code(words: str) -> str:
    """What stands in code spans and blocks."""
    return "\n".join(re.findall(r"```.*?\n(.*?)```", words, re.DOTALL) + re.findall(r"`([^`\n]+)`", words))


def _samples(page: str) -> set[str]:
    """Field names in the YAML samples of a page."""
    return {
        field
        for sample in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
        for field in re.findall(r"(?:^|[{,] ?)\s*(\w+):", sample, re.MULTILINE)
    }


def test_the_lock_of_a_new_list_is_ours_with_hashes() -> None:
    lock = (STARTER / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^([a-z0-9-]+)==(\S+) ", lock, re.MULTILINE)
    assert lock.count("--hash=sha256:") >= len(pinned) > 40
    assert dict(pinned).items() <= locked("requirements.txt").items()
    named = {Requirement(one).name for one in tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]}
    assert named - {name for name, _ in pinned} == set()


def unsafe_jobs(found: dict[Any, Any]) -> list[str]:
    """Jobs that may write and install something, or have secrets and install something that no hash fixes.

    Those that may write start only what every runner has or the checkout holds; only our own scripts may start others.
    """
    unsafe = []
    for title, job in found["jobs"].items():
        runs = "\n".join(step.get("run", "") for step in job["steps"])
        installs = re.findall(r"(?:pip3?|pipx|uvx?|npm|npx|gem|cargo|go|apt-get|brew|docker) .*|curl .*|wget .*", runs)
        installs += re.findall(r"\bmake .*|\.ci/(?!keep-issue\b).*|\.venv/.*", runs)
        installs += [step["uses"] for step in job["steps"] if not step.get("uses", "actions/").startswith("actions/")]
        unhashed = [line for line in installs if "pip install" in line and " --require-hashes " not in line]
        secret = "secrets." in json.dumps(job) or "environment" in job
        if "write" in job["permissions"].values():
            unsafe += [f"{title}: may write, and starts {line}" for line in installs]
        elif secret:
            unsafe += [f"{title}: has secrets, and starts {line}" for line in unhashed]
    return unsafe


@pytest.mark.parametrize("path", WORKFLOWS, ids=name)
def test_nothing_is_installed_beside_a_write_token_or_without_hashes_beside_secrets(path: Path) -> None:
    assert unsafe_jobs(workflow(path)) == []


@pytest.mark.parametrize(
    ("job", "unsafe"),
    [
        ({"permissions": {"issues": "write"}, "steps": [{"run": "make setup"}]}, True),
        (
            {"permissions": {"issues": "write"}, "steps": [{"run": "python -m venv .venv\n.venv/bin/pip install x"}]},
            True,
        ),
        ({"permissions": {"pages": "write"}, "steps": [{"uses": "somebody/deploys@v1"}]}, True),
        ({"permissions": {}, "environment": "mail", "steps": [{"run": "pip install x"}]}, True),
        ({"permissions": {}, "steps": [{"run": "pip install x"}]}, False),
        ({"permissions": {}, "environment": "mail", "steps": [{"run": "pip install --require-hashes -r x"}]}, False),
        (
            {"permissions": {"contents": "write"}, "steps": [{"run": "gh api x\npython3 -m generator.github.posting"}]},
            False,
        ),
    ],
)
def test_what_would_be_unsafe_is_found(job: dict[str, Any], unsafe: bool) -> None:
    assert bool(unsafe_jobs({"jobs": {"one": job}})) is unsafe


def test_the_setup_installs_nothing_without_a_hash_but_this_project() -> None:
    installs = re.findall(r"^ *install (.*)$|pip install (.*)$", text(".ci/setup"), re.MULTILINE)
    said = [first or second for first, second in installs]
    assert [line for line in said if not line.startswith("--progress-bar")] == [
        '--require-hashes "$compile" --requirement "$requirements"',
        "--no-deps --no-build-isolation --editable .",
    ]


def test_a_check_without_a_report_is_no_failure_of_the_comment() -> None:
    for path in (ROOT / ".github", STARTER / "dot-github"):
        jobs = workflow(path / "workflows" / "comment.yml")["jobs"]
        steps = jobs["prepare"]["steps"]
        assert [step["if"] for step in steps if "plan" in str(step)] == ["steps.report.outputs.there == 'yes'"] * 2
        assert jobs["comment"]["if"] == "needs.prepare.outputs.there == 'yes'"


def test_workflows_of_a_new_list_stand_up_to_the_auditor(tmp_path: Path) -> None:
    from generator.cli import starter_files as starting

    starting.start(tmp_path / "list", "Mine")
    program = Path(sys.executable).parent / "zizmor"
    done = subprocess.run(
        [program, "--offline", "--quiet", "--persona", "auditor", tmp_path / "list"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_page_of_security_names_tests_that_exist_and_every_kind_of_input() -> None:
    page = text("docs/developing/security.md")
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| (`tests/[^|]*) \|$", page, re.MULTILINE)
    named = [file for _, tests in rows for file in re.findall(r"`(tests/\w+\.py)`", tests)]
    assert [file for file in named if not (ROOT / file).is_file()] == []
    said = " ".join(what for what, _ in rows).lower()
    for kind in ("paper files", "vocabularies", "settings", "services", "issue", "artifacts", "storage", "url"):
        assert kind in said
