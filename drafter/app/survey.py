"""Holding the reports of a batch against each other: alike texts, others' names, figures that stand out."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from drafter.app.batch_folder import ALIKE, OUTLIERS, SURVEY, alone, read_view, write_index
from drafter.batch.likeness import UnitText, alike_pairs, named_others
from drafter.batch.outliers import UnitFigures, outliers, sums_by_kind
from drafter.batch.summary import Overview
from drafter.batch.survey_pages import (
    PAIRS,
    SHOWN_PAIRS,
    Survey,
    alike_page,
    outliers_page,
    pair_name,
    pair_page,
    survey_book,
)
from drafter.case.files import write_file


def survey_batch(out: Path, *, waiting: Callable[[], None] = lambda: None) -> Survey:
    """Hold the reports of the last check of a folder against each other, and write the pages and the workbook."""
    view = read_view(out)
    texts, units = _read(view)
    names = [(name, row.unit) for row in view.rows if row.unit for name in {row.unit, *view.names_of(row.unit)}]
    found = Survey(
        view,
        alike_pairs(texts, view.choice.alike),
        list(named_others(texts, list(dict.fromkeys(names)))),
        outliers(units, view.form),
        sums_by_kind(units, view.form),
        units,
    )
    with alone(out, waiting):
        _write(out, found)
    return found


def _read(view: Overview) -> tuple[list[UnitText], list[UnitFigures]]:
    """The texts and figures of all reports, last year's beside this year's."""
    texts, units = [], []
    before = {}
    for unit, filing in view.last_reports():
        texts.append(UnitText.of(unit, view.names_of(unit), filing, view.form, is_last=True))
        before[unit] = filing.figures
    for row, filing in view.reports():
        texts.append(UnitText.of(row.unit, view.names_of(row.unit), filing, view.form))
        kind = row.kind or getattr(view.form.suggested_kind(row.unit), "key", "")
        units.append(UnitFigures(row.unit, kind, filing.figures, before.get(row.unit)))
    return texts, units


def _write(out: Path, survey: Survey) -> None:
    shutil.rmtree(out / PAIRS, ignore_errors=True)
    (out / PAIRS).mkdir()
    for name, page in _pair_pages(survey):
        write_file(out / name, page.encode())
    write_file(out / ALIKE, alike_page(survey).encode())
    write_file(out / OUTLIERS, outliers_page(survey).encode())
    write_file(out / SURVEY, survey_book(survey))
    write_index(out, survey.view)


def _pair_pages(survey: Survey) -> Iterator[tuple[str, str]]:
    for number, pair in enumerate(survey.pairs[:SHOWN_PAIRS], 1):
        yield pair_name(number), pair_page(pair, survey)
