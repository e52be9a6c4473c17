"""What a program can do with the package: the names at its root, their errors, and how often a file is read."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import drafter
from drafter.case import folder as case_folder
from drafter.recognition import files

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
LAST = EXAMPLES / "last-year.docx"


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    made = drafter.Case.new(tmp_path / "case", last_year=str(LAST), kind="county_government")
    shutil.copy(EXAMPLES / "figures.xlsx", made.path)
    shutil.copy(EXAMPLES / "notes.md", made.path)
    return made


def test_every_public_name_is_there_and_no_other() -> None:
    assert all(getattr(drafter, name) is not None for name in drafter.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        drafter.nothing  # noqa: B018


def test_a_report_is_read_and_checked_by_a_path_of_either_kind() -> None:
    reading = drafter.read(str(LAST))
    assert reading.filing.year == 2024 and drafter.read(LAST).filing == reading.filing
    checked = drafter.check(LAST, last_year=LAST, year=2025)
    assert {finding.severity for finding in checked.findings} and checked.account.bindings


def test_a_case_is_drafted_checked_compared_and_exported(case: drafter.Case, tmp_path: Path) -> None:
    drafted = case.draft()
    assert drafted.number == 1
    page = drafter.diff(LAST, case.path).write(tmp_path / "page.html")
    assert page.stat().st_size > 1000
    held = case.export(tmp_path / "final.docx")
    assert held.path is None and held.gate.marks
    assert case.check().filing == drafted.drafted.filing


@pytest.mark.parametrize(("language", "part"), [("zh", "没有"), ("en", "no ")])
def test_an_error_is_its_sentence_in_the_language_asked_for(language: str, part: str) -> None:
    drafter.use_language(language)  # type: ignore[arg-type]
    with pytest.raises(drafter.DrafterError) as raised:
        drafter.load_form("nothing")
    assert part in str(raised.value) and "nothing" in str(raised.value)


COMMANDS = {
    "check": ["check", "{case}"],
    "draft": ["draft", "{case}"],
    "diff": ["diff", "{last}", "{case}"],
    "decide": ["decide", "{case}", "S2", "--accept", "--reason", "是", "--by", "张"],
    "sign": ["sign", "{case}", "--review", "first", "--by", "张"],
    "export": ["export", "{case}", "--review", "-o", "{out}"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_opens_a_case_twice_or_parses_a_file_twice(
    name: str, case: drafter.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from drafter.cli import app

    case.draft()
    edited = case.path / "drafts" / "001.txt"
    edited.write_text(edited.read_text(encoding="utf-8") + "\n另有其他事项。\n", encoding="utf-8")
    calls: Counter[str] = Counter()

    def counted(function: Callable[..., object], kind: str) -> Callable[..., object]:
        def call(*arguments: object, **options: object) -> object:
            calls[f"{kind} {arguments[0] if kind == 'settings' else Path(str(arguments[1])).name}"] += 1
            return function(*arguments, **options)

        return call

    monkeypatch.setattr(case_folder, "read_settings", counted(case_folder.read_settings, "settings"))
    monkeypatch.setattr(files, "kind_of", counted(files.kind_of, "file"))
    places = {"case": str(case.path), "last": str(LAST), "out": str(tmp_path / "out.docx")}
    CliRunner().invoke(app, [part.format(**places) for part in COMMANDS[name]], catch_exceptions=False)
    assert calls, "nothing was counted"
    assert max(calls.values()) == 1, calls
