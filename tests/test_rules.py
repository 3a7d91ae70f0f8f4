"""Each rule's wrong example breaks that rule and no other; its right example breaks none."""

from __future__ import annotations

import pytest

from generator.checks import checks
from generator.core.problems import RULES, Rule
from tests.conftest import Project
from tests.examples import files_of

# Those of changes need two states of a list: tests/test_revision.py.
OF_ONE_STATE = {name: rule for name, rule in RULES.items() if rule.part != "change"}


def broken(project: Project, rule: Rule, example: str) -> set[str]:
    root = project(files_of(rule.part, example))
    (root / "papers").mkdir(exist_ok=True)
    _, problems = checks.load_all(root / "papers", root, "2026-12-01")
    # Examples of other rules have no identifier, which is warned of.
    return {problem.rule for problem in problems if problem.severity == "error" or problem.rule == rule.name}


@pytest.mark.parametrize("rule", OF_ONE_STATE.values(), ids=list(OF_ONE_STATE))
def test_wrong_example_breaks_this_rule_only(rule: Rule, project: Project) -> None:
    assert broken(project, rule, rule.wrong) == {rule.name}


@pytest.mark.parametrize("rule", OF_ONE_STATE.values(), ids=list(OF_ONE_STATE))
def test_right_example_breaks_none(rule: Rule, project: Project) -> None:
    assert broken(project, rule, rule.right) == set()
