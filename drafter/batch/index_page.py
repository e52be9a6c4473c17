"""The overview of a batch as one page: counts, filters, sorting, and links to the pages of the reports."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from drafter.batch.examine import PAGES, page_name
from drafter.batch.matching import Arrival, Delivery, problems_first
from drafter.batch.overview import counts_of, remark
from drafter.batch.summary import Overview
from drafter.formats.html import page_template
from drafter.resources import folder

_COLUMNS = ("arrival", "unit", "kind", "parent", "errors", "warnings", "remark", "file")
_NUMERIC = ("errors", "warnings")


class ShownRow(NamedTuple):
    """A line of the page."""

    arrival: str
    state: str
    unit: str
    page: str
    kind: str
    parent: str
    errors: str
    warnings: str
    remark: str
    file: str


class Desk(NamedTuple):
    """What the page has when it is served: acts, and the slips that were made, by names and places."""

    slips: tuple[tuple[str, str], ...] = ()


def index_page(view: Overview, links: Sequence[tuple[str, str]] = (), desk: Desk | None = None) -> str:
    """The page; `links` are names and places of what belongs to it."""
    script = (folder("data") / "page" / "batch.js").read_text(encoding="utf-8")
    counts = counts_of(view.rows)
    return page_template("batch.html").render(
        language=view.language,
        title=view.say("title", year=view.year or "", form=view.form.definition.name.in_language(view.language)),
        words={name: view.say(name) for name in ("all", "search", "make_slips", "make_survey", "doing", "slip_files")},
        desk=desk,
        counts=[(key, view.say(f"arrival_{key}"), count) for key, count in counts.items()],
        columns=[(view.say(f"column_{name}"), name in _NUMERIC) for name in _COLUMNS],
        rows=list(_rows(view)),
        links=links,
        script=script,
        digest=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )


def _rows(view: Overview) -> Iterator[ShownRow]:
    kinds = {kind.key: kind.name.in_language(view.language) for kind in view.form.definition.kinds}
    for row in problems_first(view.rows):
        is_read = bool(row.digest) and row.said is None and row.arrival is not Arrival.ANSWER
        yield ShownRow(
            row.arrival.value,
            view.say(f"arrival_{row.arrival.value}"),
            row.unit or row.organization or _last(row),
            f"{PAGES}/{page_name(row.digest)}" if is_read else "",
            kinds.get(row.kind, ""),
            row.parent,
            str(row.errors) if is_read else "",
            str(row.warnings) if is_read else "",
            remark(row, view.year, view.language),
            row.file,
        )


def _last(row: Delivery) -> str:
    return row.file.rpartition("/")[2]
