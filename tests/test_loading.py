"""A command loads only what it needs: a page, a workbook or a model costs nothing where there is none."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REPORT = str(ROOT / "examples" / "last-year.txt")
COMMANDS = {
    "read": ["read", REPORT],
    "check": ["check", REPORT],
    "rules": ["rules"],
    "forms": ["forms"],
    "forms --check": ["forms", "--check", "disclosure-2021"],
    "help": ["--help"],
}
NEVER = ("jinja2", "openai", "openpyxl", "drafter.llm", "drafter.workbook", "docx", "pypdfium2", "pdfplumber")
PROGRAM = """
import sys
sys.argv[1:] = {arguments!r}
from drafter.cli import main
try:
    main()
except SystemExit:
    pass
print(*sys.modules, file=sys.stderr)
"""


def loaded(arguments: list[str]) -> set[str]:
    """The modules that are loaded when a command has run."""
    program = PROGRAM.format(arguments=arguments)
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60
    )
    modules = set(result.stderr.splitlines()[-1].split())
    assert "drafter.cli" in modules, result.stderr
    return modules


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_on_a_text_loads_neither_pages_nor_workbooks_nor_models(command: str) -> None:
    modules = loaded(COMMANDS[command])
    assert not {name for name in modules for unwanted in NEVER if name == unwanted or name.startswith(f"{unwanted}.")}


def test_help_loads_no_form() -> None:
    assert not {"drafter.form", "pydantic"} & loaded(["--help"])


def test_a_draft_without_a_model_loads_nothing_of_the_model_side(tmp_path: Path) -> None:
    case = shutil.copytree(ROOT / "examples", tmp_path / "case", ignore=shutil.ignore_patterns("expected", "drafts"))
    modules = loaded(["draft", str(case)])
    assert "drafter.workbook" in modules
    assert not {name for name in modules if name == "openai" or name.startswith("drafter.llm")}


def test_reading_loads_no_rule() -> None:
    modules = loaded(["read", REPORT])
    assert "drafter.recognition" in modules
    assert not {"drafter.checks", "drafter.statements", "drafter.vouching", "drafter.case"} & modules


def test_a_report_in_a_file_is_checked_without_the_rooms_of_a_case() -> None:
    assert not {"drafter.case.folder", "drafter.drafting.rollforward", "filelock"} & loaded(["check", REPORT])
