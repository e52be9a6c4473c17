"""Files to readings: a file is recognised by its content, whatever its name."""

from __future__ import annotations

from pathlib import Path

from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats import FORMATS, READABLE, format_for
from drafter.formats.sample import Sample
from drafter.recognition import Reading, recognize
from drafter.report import Filing

LARGEST = 64 * 1024 * 1024
"""Bytes of a file; larger ones are refused unread."""
_MOST_CHARACTERS, _MOST_PARAGRAPHS = 80_000, 3_000
"""The most text of a report, forty times that of the published ones at hand: all of it is judged within the bounds."""
_JSON = (b"{", b"[{")
_NO_REPORT = ("not_text", "undecodable", "unknown_format", "not_recognized")
"""Errors that a file of another format than its suffix says can end in."""


def load(path: Path) -> bytes:
    """The content of a file; SourceError if it is missing, a folder, empty or too large to be a report."""
    try:
        if path.is_dir():
            raise SourceError("is_folder", path=path)
        if path.exists() and not path.is_file():
            raise SourceError("not_a_file", path=path)
        size = path.stat().st_size
        if size > LARGEST:
            raise SourceError("file_too_large", path=path, size=size // 1024 // 1024, most=LARGEST // 1024 // 1024)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("no_file", path=path) from error
    except OSError as error:
        raise SourceError("cannot_open", path=path, reason=error.strerror or error) from error
    if not data.strip():
        raise SourceError("empty_file", path=path)
    return data


def kind_of(data: bytes, name: str) -> str:
    """What a file is by its content: "xlsx", "json", a key of FORMATS, or "unknown"."""
    sample = Sample.of(data, Path(name).suffix)
    if sample.has_folder("xl"):
        return "xlsx"
    if sample.head.startswith(_JSON) and not FORMATS["doc"].recognizes(sample):
        return "json"
    return next((key for key, item in FORMATS.items() if item.recognizes(sample)), "unknown")


def read_report(path: Path, form: Form) -> Reading:
    """The reading of the report in a file; SourceError says what it is instead, or that nothing is recognised."""
    return reading_of(load(path), path, form)


def reading_of(data: bytes, path: Path, form: Form) -> Reading:
    """As `read_report`, of content that is at hand; the path is what errors call it."""
    try:
        reading = _reading(data, kind_of(data, path.name), form)
        if not reading.recognized:
            raise SourceError("not_recognized", form=form.definition.name.zh, form_en=form.definition.name.en)
        _refuse_long(reading.filing)
    except SourceError as error:
        expected = format_for(path.suffix)
        if error.key in _NO_REPORT and expected and not expected.recognizes(Sample.of(data, path.suffix)):
            raise SourceError("not_its_format", path=path, suffix=path.suffix) from error
        raise SourceError(error.key, **{"path": path, **error.values}) from error
    return reading


def _refuse_long(filing: Filing) -> None:
    """SourceError where the text is longer than that of any report."""
    paragraphs = [text for blocks in filing.narrative.values() for block in blocks for text in block.paragraphs]
    length = sum(map(len, paragraphs))
    if length > _MOST_CHARACTERS or len(paragraphs) > _MOST_PARAGRAPHS:
        raise SourceError(
            "report_too_long", length=length, count=len(paragraphs), limit=_MOST_CHARACTERS, most=_MOST_PARAGRAPHS
        )


def _reading(data: bytes, kind: str, form: Form) -> Reading:
    if kind == "json":
        from drafter.report import json

        return given(json.read(data, form))
    if kind in FORMATS:
        return recognize(FORMATS[kind].read(data), form)
    raise SourceError("is_workbook" if kind == "xlsx" else "unknown_format", known=READABLE)


def given(filing: Filing) -> Reading:
    """The reading of a filing that was given as data."""
    return Reading(filing, labelled=True)
