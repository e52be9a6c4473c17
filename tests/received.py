"""Reports of made-up units, as files that an office receives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

from drafter.app.output import bytes_of
from drafter.form import load_form
from drafter.recognition.files import read_report
from drafter.report import Figure, Filing

ROOT = Path(__file__).resolve().parents[1]
FORM = load_form("disclosure-2021")
EXAMPLE = read_report(ROOT / "examples" / "last-year.txt", FORM).filing


def report(unit: str, year: int = 2024, **figures: Figure) -> Filing:
    """The example as the report of a unit; `figures` by addresses with `__` for the dots."""
    changed = {name.replace("__", "."): value for name, value in figures.items()}
    title = f"{unit}{year}年政府信息公开工作年度报告"
    return replace(EXAMPLE, organization=unit, year=year, title=title, figures={**EXAMPLE.figures, **changed})


def written(filing: Filing, suffix: str = ".txt") -> bytes:
    return bytes_of(filing, FORM, suffix)


def put(folder: Path, files: Mapping[str, Filing | bytes]) -> Path:
    """The files in a folder; a filing is written in the format of its file's name."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else written(content, path.suffix))
    return folder


def sheet(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook with these rows in its first sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
