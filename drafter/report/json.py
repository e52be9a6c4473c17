"""Filings as JSON: the shape that `read --format json` prints and `figures.json` holds."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from drafter.document import SourcePlace
from drafter.errors import SourceError
from drafter.form import Form
from drafter.messages import Text, both, catalogue
from drafter.report.filing import Block, Figure, Figures, Filing, Sections, Unplaced, Unread, blank_figures

_LARGEST = 20_000_000
_LARGEST_NUMBER = 10**15


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class BlockModel(_Strict):
    """A heading (or none) and its paragraphs."""

    topic: str | None = None
    heading: str | None = None
    run_in: bool = False
    paragraphs: list[str] = []


class UnreadModel(_Strict):
    """A cell that could not be read, and why."""

    cell: str
    raw: str
    reason: str


class UnplacedModel(_Strict):
    """Text of the source that stands in no block."""

    text: str
    where: str


class FilingModel(_Strict):
    """A filing. A figure is a number, null (blank, or unread and then listed) or raw text that is no number."""

    form: str
    organization: str | None = None
    year: int | None = None
    title: str | None = None
    figures: dict[str, dict[str, dict[str, int | float | Decimal | str | None]]]
    narrative: dict[str, list[BlockModel]] = {}
    unread: list[UnreadModel] = []
    unplaced: list[UnplacedModel] = []


def nested(figures: Figures) -> dict[str, dict[str, dict[str, Figure]]]:
    """Figures by table, row and column."""
    tables: dict[str, dict[str, dict[str, Figure]]] = {}
    for address, figure in figures.items():
        table, _, rest = address.partition(".")
        row, _, column = rest.rpartition(".")
        tables.setdefault(table, {}).setdefault(row, {})[column] = figure
    return tables


def narrative_data(narrative: Sections) -> dict[str, list[dict[str, object]]]:
    """Blocks by section as plain data."""
    return {key: [_block_data(block) for block in blocks] for key, blocks in narrative.items()}


def _block_data(block: Block) -> dict[str, object]:
    return {
        "topic": block.topic,
        "heading": block.heading,
        "run_in": block.run_in,
        "paragraphs": list(block.paragraphs),
    }


def filing_data(filing: Filing) -> dict[str, object]:
    """A filing as plain data, keys in the order of the contract."""
    return {
        "form": filing.form,
        "organization": filing.organization,
        "year": filing.year,
        "title": filing.title,
        "figures": nested(filing.figures),
        "narrative": narrative_data(filing.narrative),
        "unread": [{"cell": item.cell, "raw": item.raw, "reason": item.reason} for item in filing.unread],
        "unplaced": [{"text": item.text, "where": str(item.where)} for item in filing.unplaced],
    }


def dumps(data: object) -> str:
    """`data` as indented JSON; decimals are written as the numbers they are."""
    return json.dumps(data, ensure_ascii=False, indent=1, default=_plain) + "\n"


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def write(filing: Filing) -> bytes:
    """A filing as JSON bytes."""
    return dumps(filing_data(filing)).encode()


def read(data: bytes, form: Form) -> Filing:
    """The filing in JSON bytes; SourceError names the key that is wrong."""
    model = _validated(_loads(data))
    if model.form != form.key:
        raise SourceError("json_other_form", found=model.form, expected=form.key)
    figures = blank_figures(form)
    for table, rows in model.figures.items():
        for row, columns in rows.items():
            for column, value in columns.items():
                address = f"{table}.{row}.{column}"
                if address not in figures and not _open(table, column, form):
                    raise SourceError("json_no_cell", cell=address)
                figures[address] = _figure(value, address)
    return Filing(
        form=form.key,
        figures=figures,
        narrative=narrative_of({key: [b.model_dump() for b in blocks] for key, blocks in model.narrative.items()}),
        organization=model.organization,
        year=model.year,
        title=model.title,
        unread=tuple(Unread(item.cell, item.raw, item.reason) for item in model.unread),
        unplaced=tuple(Unplaced(item.text, SourcePlace.parse(item.where)) for item in model.unplaced),
    )


def _figure(value: int | float | Decimal | str | None, address: str) -> Figure:
    """A figure as JSON gives it; SourceError for a number that no report holds."""
    figure = Decimal(repr(value)) if isinstance(value, float) else value
    if figure is None or isinstance(figure, str):
        return figure
    number = Decimal(figure)
    if not number.is_finite() or number.copy_abs() >= _LARGEST_NUMBER:
        raise SourceError("json_no_number", cell=address)
    return figure


def narrative_of(data: dict[str, list[dict[str, Any]]]) -> Sections:
    """Blocks by section from plain data."""
    return {
        key: tuple(Block(tuple(b["paragraphs"]), b["heading"], b["topic"], bool(b["run_in"])) for b in blocks)
        for key, blocks in data.items()
    }


def _open(table: str, column: str, form: Form) -> bool:
    known = form.tables.get(table)
    return known is not None and known.open_rows and column in known.columns


def _loads(data: bytes) -> object:
    if len(data) > _LARGEST:
        raise SourceError("too_large", size=len(data))
    try:
        loaded = json.loads(data.decode("utf-8-sig"), parse_float=Decimal, object_pairs_hook=_object)
        twice = next(_twice(loaded, ()), None)
    except (ValueError, RecursionError) as error:
        raise SourceError("json_syntax", reason=error) from error
    if twice:
        raise SourceError("json_twice", place=".".join(twice[:-1]) or ".", key=twice[-1])
    return loaded


class _Ambiguous(dict[str, object]):
    """An object of which a key stands twice, so that one of its values would be lost without a word."""

    key: str = ""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    ambiguous = _Ambiguous(found)
    ambiguous.key = Counter(key for key, _ in pairs).most_common(1)[0][0]
    return ambiguous


def _twice(data: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Where keys stand that their objects hold twice."""
    if isinstance(data, _Ambiguous):
        yield (*path, data.key)
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _twice(value, (*path, str(key)))


def _validated(data: object) -> FilingModel:
    try:
        return FilingModel.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "."
        raise SourceError("json_shape", place=where, reason=_reason(first["type"])) from error


def _reason(kind: str) -> Text:
    """What pydantic's kind of error means, in both languages."""
    key = f"shapes.{kind}"
    return both(key if key in catalogue("en") else "shapes.other")
