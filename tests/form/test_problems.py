"""`drafter forms --check`: everything that is wrong is said at once, with file, key, what is expected, an example."""

from __future__ import annotations

import shutil
import sys
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from drafter.cli import app
from drafter.form import form_keys
from drafter.form.problems import problems_of
from drafter.resources import folder

CASES = Path(__file__).parent / "cases"
SMALL = Path(__file__).resolve().parents[1] / "forms" / "records-2020"
FORMS = [*(folder("schemas") / key for key in form_keys()), SMALL]


@pytest.mark.parametrize("where", FORMS, ids=lambda path: path.name)
def test_a_form_that_is_used_is_sound_to_its_last_pattern(where: Path) -> None:
    assert problems_of(where) == ()


@pytest.mark.parametrize("case", sorted(CASES.glob("*/problems.txt")), ids=lambda path: path.parent.name)
def test_all_that_is_wrong_is_said_at_once(case: Path) -> None:
    found = [f"{problem.file}: {problem.key}: {problem.reason.en}" for problem in problems_of(case.parent)]
    assert found == case.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", sorted(CASES.glob("*/problems.txt")), ids=lambda path: path.parent.name)
def test_an_example_is_a_line_that_may_stand_there(case: Path) -> None:
    for problem in problems_of(case.parent):
        if problem.example:
            assert problem.key.split(".")[-1] in tomllib.loads(problem.example) or problem.key[-1].isdigit()


def test_the_examples_make_an_empty_form_one_that_has_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "form.toml"
    path.write_text("", encoding="utf-8")
    examples = [problem.example for problem in problems_of(tmp_path)]
    assert len(examples) == 6
    path.write_text("\n".join(examples), encoding="utf-8")
    assert not [problem for problem in problems_of(tmp_path) if "missing" in problem.reason.en]


@pytest.mark.parametrize(("where", "code"), [(SMALL, 0), (CASES / "keys", 1)])
def test_the_exit_code_says_whether_a_form_can_be_used(where: Path, code: int) -> None:
    assert CliRunner().invoke(app, ["forms", "--check", str(where)]).exit_code == code


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_file_that_links_to_itself_is_named(tmp_path: Path) -> None:
    shutil.copytree(SMALL, tmp_path / "form")
    (tmp_path / "form" / "writing.toml").symlink_to("writing.toml")
    (problem,) = problems_of(tmp_path / "form")
    assert problem.file == "writing.toml" and "symbolic links" in problem.reason.en
