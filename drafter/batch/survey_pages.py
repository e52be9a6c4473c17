"""What shows only when reports are held against each other, as pages and a workbook: alike texts, names, outliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from drafter.batch.charts import HEIGHT, WIDTH, Chart, chart
from drafter.batch.likeness import AlikePair, NamedUnit, UnitText
from drafter.batch.outliers import KindSums, Outlier, OutlierReason, UnitFigures, charted_cells
from drafter.batch.sheets import PlainSheet, Value, book_of
from drafter.batch.summary import Overview
from drafter.checks.figures import cell_text
from drafter.formats.html import page_template
from drafter.messages import say
from drafter.records import dataclass

PAIRS = "alike"
"""The folder of pages of pairs."""
SHOWN_PAIRS = 200
"""Pairs that have a page; the others are in the workbook."""
_SHOWN_OUTLIERS = 300
_PAIRS = {"first": 26, "second": 26, "year": 8, "percent": 10, "shared": 12}
_NAMES = {"unit": 26, "other": 26, "words": 70}
_OUTLIERS = {"unit": 26, "cell": 50, "value": 10, "usual": 10, "score": 8, "reason": 80}


@dataclass(frozen=True)
class Survey:
    """What was found, with the overview it was found in."""

    view: Overview
    pairs: Sequence[AlikePair]
    names: Sequence[NamedUnit]
    outliers: Sequence[Outlier]
    kinds: Sequence[KindSums]
    units: Sequence[UnitFigures]

    def say(self, key: str, **values: object) -> str:
        """A message on what was found."""
        return say(self.view.language, f"survey.{key}", **values)

    def cell(self, cell: str) -> str:
        """What people call a cell."""
        return cell_text(cell, self.view.form).in_language(self.view.language)

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        kinds = self.view.form.definition.kinds
        return {kind.key: kind.name.in_language(self.view.language) for kind in kinds}

    def kind(self, key: str) -> str:
        """What people call a kind of organisation."""
        return self._kinds.get(key) or self.say("other_kind")

    def reason(self, item: Outlier) -> str:
        """Why a figure stands out, in a sentence."""
        group = self.kind(item.kind) if item.kind else self.say("all_units")
        digits = 0 if item.reason is OutlierReason.PEERS else 2
        return self.say(
            f"reason_{item.reason.value}",
            value=f"{item.value:g}",
            usual=f"{item.usual:g}",
            low=f"{item.low:.{digits}f}",
            high=f"{item.high:.{digits}f}",
            count=item.count,
            group=group,
        )


def pair_name(number: int) -> str:
    """The place of a pair's page."""
    return f"{PAIRS}/{number:03}.html"


def alike_page(survey: Survey) -> str:
    """The list of alike texts and of names."""
    rows = [
        (pair_name(number) if number <= SHOWN_PAIRS else "", pair.first.unit, _named(pair.second, survey), pair)
        for number, pair in enumerate(survey.pairs, 1)
    ]
    return page_template("alike.html").render(
        language=survey.view.language,
        title=survey.say("alike_title", year=survey.view.year or ""),
        words={key: survey.say(key) for key in ("pairs", "names", "no_pairs", "no_names")},
        told=survey.say("alike_told", percent=survey.view.choice.alike),
        pair_head=[survey.say(f"column_{key}") for key in ("first", "second", "percent", "shared")],
        pairs=rows,
        name_head=[survey.say(f"column_{key}") for key in ("unit", "other", "words")],
        names=survey.names,
    )


def _named(text: UnitText, survey: Survey) -> str:
    return survey.say("last_year_of", unit=text.unit) if text.is_last else text.unit


def pair_page(pair: AlikePair, survey: Survey) -> str:
    """Two texts side by side with their common passages marked."""
    return page_template("alike-pair.html").render(
        language=survey.view.language,
        title=survey.say("pair_title", first=pair.first.unit, second=_named(pair.second, survey)),
        told=survey.say("pair_told", percent=pair.percent, shared=pair.shared),
        back=survey.say("back"),
        sides=[
            (pair.first.unit, list(pair.marked(pair.first))),
            (_named(pair.second, survey), list(pair.marked(pair.second))),
        ],
    )


def outliers_page(survey: Survey) -> str:
    """Figures that stand out, sums for each kind, and a small chart of each cell."""
    return page_template("outliers.html").render(
        language=survey.view.language,
        title=survey.say("outliers_title", year=survey.view.year or ""),
        words={key: survey.say(key) for key in ("outliers", "none", "kinds", "charts", "chart_told", "last")},
        told=survey.say("outliers_told", units=len(survey.units), count=len(survey.outliers)),
        head=[survey.say(f"column_{key}") for key in ("unit", "cell", "value", "usual", "reason")],
        rows=[
            (item.unit, survey.cell(item.cell), f"{item.value:g}", f"{item.usual:g}", survey.reason(item))
            for item in survey.outliers[:_SHOWN_OUTLIERS]
        ],
        kinds=[(survey.kind(item.kind), item.units) for item in survey.kinds],
        sums=list(_sums(survey)),
        charts=list(_charts(survey)),
        width=WIDTH,
        height=HEIGHT,
    )


def _sums(survey: Survey) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """For each cell the sums of the kinds, this year's and last year's."""
    for cell in charted_cells(survey.view.form):
        numbers = [(_shown(item.sums.get(cell)), _shown(item.last.get(cell))) for item in survey.kinds]
        if any(number.strip("0") for pair in numbers for number in pair):
            yield survey.cell(cell), numbers


def _shown(number: object) -> str:
    return f"{number:g}" if isinstance(number, float) else "" if number is None else str(number)


def _charts(survey: Survey) -> Iterator[Chart]:
    out: dict[str, set[str]] = {}
    for item in survey.outliers:
        out.setdefault(item.cell, set()).add(item.unit)
    for cell in charted_cells(survey.view.form):
        made = chart(cell, survey.cell(cell), survey.units, out.get(cell, set()))
        if made:
            yield made


def survey_book(survey: Survey) -> bytes:
    """All that was found as a workbook."""
    pairs = ([pair.first.unit, pair.second.unit, pair.second.year, pair.percent, pair.shared] for pair in survey.pairs)
    names = ([item.unit, item.other, f"{item.before}{item.name}{item.after}"] for item in survey.names)
    found = (_outlier_row(item, survey) for item in survey.outliers)
    kinds = [(survey.say("column_cell"), 50.0)]
    kinds += [(f"{survey.kind(item.kind)} {item.units}", 14.0) for item in survey.kinds]
    sums = ([survey.cell(cell), *(item.sums.get(cell) for item in survey.kinds)] for cell in _summed(survey))
    return book_of(
        (
            PlainSheet(survey.say("pairs"), _head(_PAIRS, survey), pairs),
            PlainSheet(survey.say("names"), _head(_NAMES, survey), names),
            PlainSheet(survey.say("outliers"), _head(_OUTLIERS, survey), found),
            PlainSheet(survey.say("kinds"), kinds, sums),
        )
    )


def _summed(survey: Survey) -> Iterator[str]:
    return (cell for cell in charted_cells(survey.view.form) if any(cell in item.sums for item in survey.kinds))


def _outlier_row(item: Outlier, survey: Survey) -> list[Value]:
    numbers = (Decimal(f"{number:.10g}") for number in (item.value, item.usual, round(item.score, 1)))
    return [item.unit, survey.cell(item.cell), *numbers, survey.reason(item)]


def _head(columns: Mapping[str, float], survey: Survey) -> list[tuple[str, float]]:
    return [(survey.say(f"column_{name}"), width) for name, width in columns.items()]


def survey_lines(survey: Survey) -> Iterator[str]:
    """What a terminal shows: how much was found, and the most of each."""
    yield survey.say("counts", pairs=len(survey.pairs), names=len(survey.names), outliers=len(survey.outliers))
    for pair in survey.pairs[:5]:
        yield survey.say("pair", first=pair.first.unit, second=_named(pair.second, survey), percent=pair.percent)
    for item in survey.outliers[:5]:
        yield survey.say("outlier", unit=item.unit, cell=survey.cell(item.cell), reason=survey.reason(item))
