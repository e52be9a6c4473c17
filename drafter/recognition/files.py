"""Files to readings. The kind of a file is known by its content; nothing is fetched, and nothing is written."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from drafter.errors import SourceError
from drafter.form import Form
from drafter.formats import FORMATS
from drafter.formats.html import is_archive
from drafter.recognition import Reading, recognize
from drafter.report.filing import Filing

_LARGEST = 64 * 1024 * 1024
"""Bytes of a file; larger ones are refused unread."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_XML = (b"<w:worddocument", b"<pkg:package")
"""How Word's files begin that are one piece of XML (Word 2003 XML, flat OPC)."""
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<table", b"<div", b"<meta", b"<?xml", b"<p", b"<!--")


def load(path: Path) -> bytes:
    """The content of a file; SourceError if it is missing, a folder, empty or too large to be a report."""
    try:
        if path.is_dir():
            raise SourceError("is_folder", path=path)
        if path.exists() and not path.is_file():
            raise SourceError("not_a_file", path=path)
        size = path.stat().st_size
        if size > _LARGEST:
            raise SourceError("file_too_large", path=path, size=size // 1024 // 1024, most=_LARGEST // 1024 // 1024)
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("no_file", path=path) from error
    except OSError as error:
        raise SourceError("cannot_open", path=path, reason=error.strerror or error) from error
    if not data.strip():
        raise SourceError("empty_file", path=path)
    return data


def kind_of(data: bytes, name: str) -> str:
    """The kind of a file by its content: a key of FORMATS, "json", "xlsx" or "unknown"; only Markdown goes by name."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        return "doc"
    if b"%pdf-" in head:
        return "pdf"
    if head.startswith(b"{\\rtf") or any(sign in head for sign in _WORD_XML):
        return "doc"
    if head.startswith((b"{", b"[{")):
        return "json"
    plain = data[:4096].replace(b"\x00", b"").lower()
    if (
        is_archive(data)
        or head.startswith(_MARKUP)
        or any(tag in plain for tag in (b"<html", b"<!doctype html", b"<table", b"<body"))
    ):
        return "html"
    return "md" if name.lower().endswith((".md", ".markdown")) else "txt"


def _kind_of_zip(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        return "docx"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "doc"
    return "docx" if any(name.startswith("word/") for name in names) or "[Content_Types].xml" in names else "unknown"


def read_report(path: Path, form: Form) -> Reading:
    """The reading of the report in a file; SourceError says what it is instead, or that nothing is recognised."""
    data = load(path)
    kind = kind_of(data, path.name)
    try:
        reading = _reading(data, kind, form)
    except SourceError as error:
        raise _placed(error, path) from error
    if not reading.recognized:
        raise SourceError("not_recognized", path=path, form=form.definition.name.zh, form_en=form.definition.name.en)
    return reading


def _reading(data: bytes, kind: str, form: Form) -> Reading:
    if kind == "json":
        from drafter.report import json

        return given(json.read(data, form))
    if kind in FORMATS:
        return recognize(FORMATS[kind].read(data), form)
    raise SourceError("is_workbook" if kind == "xlsx" else "unknown_format")


def given(filing: Filing) -> Reading:
    """The reading of a filing that was given as data."""
    return Reading(filing, labelled=True)


def _placed(error: SourceError, path: Path) -> SourceError:
    return SourceError(error.key, **{"path": path, **error.values})
