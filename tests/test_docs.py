"""The documentation is true: its commands run, its output is real output, the rule catalogue is current."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from drafter.case.settings import Settings
from drafter.form.files import FORM_FILES
from drafter.form.schema.concepts import ConceptBook
from drafter.form.schema.form import FormDefinition
from drafter.form.schema.phrases import PhraseBook
from drafter.form.schema.vouching import VouchingBook
from drafter.form.wording import WordingBook
from drafter.form.writing import WritingDefinition
from drafter.messages import say

ROOT = Path(__file__).resolve().parents[1]
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}
FILES_AND_SESSIONS = re.compile(r"```(?:console\n(?P<session>.*?)|\w+ (?P<file>[\w./-]+)\n(?P<text>.*?))```", re.DOTALL)
"""In a walk-through, blocks that a console shows, and blocks that are files."""


def sessions(name: str) -> list[tuple[str, str]]:
    """Commands and their output from the console blocks of a README."""
    found = []
    for block in re.findall(r"```console\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


@pytest.mark.parametrize("name", READMES)
def test_the_session_in_the_readme_is_real(name: str, tmp_path: Path) -> None:
    """Run `make docs` to accept a change."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for command, expected in sessions(name):
        assert run(command, tmp_path) == expected, command


def walked_through(text: str, folder: Path) -> str:
    """A walk-through with its files written, its commands run, and what they really show."""

    def walked(block: re.Match[str]) -> str:
        if block["file"]:
            (folder / block["file"]).write_text(block["text"], encoding="utf-8")
            return block.group()
        commands = re.findall(r"^\$ (.*)$", block["session"], re.MULTILINE)
        shown = "".join(f"$ {command}\n{run(command, folder)}" for command in commands)
        return f"```console\n{shown}```"

    return FILES_AND_SESSIONS.sub(walked, text)


@pytest.mark.skipif(sys.platform == "win32", reason="the session is of a POSIX shell")
def test_the_walk_through_a_form_of_ones_own_is_real(tmp_path: Path) -> None:
    """Run `make docs` to accept a change."""
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    assert walked_through(text, tmp_path) == text


BOOKS = (FormDefinition, PhraseBook, ConceptBook, WordingBook, WritingDefinition, VouchingBook)


@pytest.mark.parametrize(
    "names",
    [
        [field.name for field in dataclasses.fields(Settings)],
        *(model.model_fields for model in BOOKS),
        get_args(WordingBook.model_fields["rules"].annotation)[0].__origin__.__args__,
    ],
    ids=["drafter.toml", *FORM_FILES, "rules"],
)
def test_every_key_of_a_form_and_every_setting_is_described(names: list[str | type]) -> None:
    text = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    for name in names:
        key = name if isinstance(name, str) else get_args(name.model_fields["check"].annotation)[0]
        assert re.search(rf"[`\[]{key}[`\]]", text), key


@pytest.mark.parametrize(("name", "language"), READMES.items())
def test_the_model_session_speaks_as_the_program_does(name: str, language: str) -> None:
    """A real session as well, with a model that is not part of the project: its lines are those of today's program."""
    text = (ROOT / name).read_text(encoding="utf-8")
    (session,) = re.findall(r"```console model\n(.*?)```", text, re.DOTALL)
    whole = say(language, "writing.whole")
    for state in ("asked", "done"):
        assert say(language, f"writing.{state}", heading=whole) in session
    assert say(language, "writers.model", name="capable") in session
    for row in ("sentences", "returned", "out", "notes", "requests", "prompt", "completion", "seconds"):
        assert f"\n{say(language, f'writing.table_{row}')} " in session


LIBRARY = ["README.md", "README.zh-CN.md", "docs/library.md"]


@pytest.mark.parametrize("name", LIBRARY)
def test_the_examples_of_the_library_run_and_print_what_they_say(name: str, tmp_path: Path) -> None:
    """All blocks of a page in one program, each followed by what it prints."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```(?:\s*```text\n(.*?)```)?", text, re.DOTALL)
    assert blocks
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    marked = "\n".join(f"{code}\nprint('\x1f', end='')" for code, _ in blocks)
    (tmp_path / "page.py").write_text(marked, encoding="utf-8")
    printed = run(f"{sys.executable} page.py", tmp_path)
    assert printed.split("\x1f") == [*(output for _, output in blocks), ""]


def run(command: str, folder: Path, seconds: int = 60) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    command = re.sub(r"(?:^|(?<=&& ))drafter ", f"{sys.executable} -m drafter ", command)
    result = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env=environment,
        encoding="utf-8",
        timeout=seconds,
        stdout=-1,
        stderr=subprocess.STDOUT,
    )
    return result.stdout


def test_the_rule_catalogue_is_current() -> None:
    """Run `make docs` to accept a change."""
    from tests.write_docs import rules_page

    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == rules_page()


def test_every_path_that_the_documents_link_to_is_there() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
