"""The look of a finished report: paper, fonts and sizes, read from `drafter/data/styles/NAME.toml`."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict

from drafter.resources import load_toml


class Face(BaseModel):
    """A typeface at a size (points); `east_asian` is the font for Chinese text, `latin` for the rest."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    east_asian: str
    latin: str
    size: float
    bold: bool = False


class Paper(BaseModel):
    """Paper and margins in millimetres."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float


class Style(BaseModel):
    """The look of one kind of report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    page: Paper
    title: Face
    headings: tuple[Face, ...]
    """One face per heading level, section headings first."""
    body: Face
    table: Face
    table_band: str = ""
    """The fill of a row that is a single label, six hexadecimal digits; none: no fill."""
    page_number: Face
    line_spacing: float
    """Exact line spacing of body text, points."""
    first_line_indent: float
    """First-line indent of body text, in characters."""
    page_number_gap: float
    """The distance from the text down to the page number, millimetres."""
    page_number_format: str
    """str.format template with one field `number`, e.g. "- {number} -"."""
    fallbacks: dict[str, str]
    """The substitute for each font that not every machine has."""


@cache
def load_style(name: str) -> Style:
    """The style `name`; FormError names the file and key that is wrong."""
    return load_toml(f"styles/{name}.toml", Style)
