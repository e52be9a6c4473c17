"""The words of the workbook, in `drafter/data/workbook/{zh,en}.toml`."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from drafter.resources import load_toml


class _WordsModel(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class TableWords(_WordsModel):
    """What stands above and in a table; `{count}` and `{how}` are filled in."""

    rest_zero: str
    yes: str
    rest_zero_title: str
    rest_zero_help: str
    rest_zero_error: str
    incomplete: str
    broken: str
    complete: str
    uncertain: str
    suggested: str


class BalanceWords(_WordsModel):
    """What a balance shows, and its caption."""

    title: str
    ok: str
    off: str
    item: str
    one_of: str


class ValidationWords(_WordsModel):
    """What Excel says when a value does not belong into its cell."""

    title: str
    count: str
    amount: str
    number: str


class EntryWords(_WordsModel):
    """The sheet of quantities of the text (entries)."""

    sheet: str
    title: str
    help: str
    none: str
    columns: Annotated[tuple[str, ...], Field(min_length=6, max_length=6)]


class LegendWords(_WordsModel):
    """What each colour means."""

    open: str
    total: str
    prefilled: str
    uncertain: str
    suggested: str
    off: str


class GuideWords(_WordsModel):
    """The sheet that says what to do."""

    sheet: str
    title: str
    steps: tuple[str, ...]
    colors: str
    rows: str
    table_column: str
    row_column: str
    help_column: str
    legend: LegendWords


class WorkbookWords(_WordsModel):
    """All words of a workbook in one language."""

    font: str
    heading_font: str
    table: TableWords
    balance: BalanceWords
    validation: ValidationWords
    entries: EntryWords
    guide: GuideWords


@cache
def words_of(language: str) -> WorkbookWords:
    """The words of a language; any but Chinese is English."""
    return load_toml(f"workbook/{'zh' if language == 'zh' else 'en'}.toml", WorkbookWords)
