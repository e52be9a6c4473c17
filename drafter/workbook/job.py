"""What a workbook is written from: the form, the figures that are known, and the words."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.form import Form, Identity
from drafter.records import dataclass
from drafter.report import Figures
from drafter.workbook.labels import WorkbookWords, words_of
from drafter.workbook.layout import WorkbookLayout, layout_of, open_keys, open_row_counts
from drafter.workbook.live_formulas import knows


@dataclass(frozen=True, slots=True)
class Job:
    """One workbook to write. Addresses are those of the layout: open rows are numbered."""

    layout: WorkbookLayout
    known: Figures
    last: Figures
    row_names: Mapping[str, tuple[str, ...]]
    """Names of the open rows that are known, by table."""
    suggested: Mapping[str, Identity]
    """Cells for which a relation can suggest a value."""
    uncertain: Mapping[str, str]
    heading: str
    language: str
    words: WorkbookWords

    @property
    def form(self) -> Form:
        return self.layout.form


def job_of(
    form: Form, figures: Figures, last: Figures, uncertain: Mapping[str, str], *, heading: str, language: str
) -> Job:
    """The job of writing a workbook for these figures."""
    layout = layout_of(form, open_row_counts(figures, form))
    names = {key: open_keys(figures, table) for key, table in form.tables.items()}
    suggesting = (item for item in layout.identities if item.relation.suggests and knows(item, last))
    return Job(
        layout,
        _numbered(figures, names),
        last,
        names,
        {item.left[0].address: item for item in suggesting},
        uncertain,
        heading,
        language,
        words_of(language),
    )


def _numbered(figures: Figures, names: Mapping[str, tuple[str, ...]]) -> Figures:
    rows = {f"{key}.{name}": f"{key}._{number}" for key, keys in names.items() for number, name in enumerate(keys, 1)}
    split = ((address.rpartition("."), figure) for address, figure in figures.items())
    return {f"{rows.get(row, row)}.{column}": figure for (row, _, column), figure in split}
