"""File formats: bytes to documents and documents to bytes.

A format is an entry in `FORMATS` and a module, imported on first use, with `recognizes(sample: Sample) -> bool`,
`read(data: bytes) -> Document` and, unless it is only read, `write(document: Document, style: Style) -> bytes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType, ModuleType
from typing import TYPE_CHECKING

from drafter.document import Document
from drafter.errors import OutputError
from drafter.formats.sample import Sample
from drafter.records import dataclass

if TYPE_CHECKING:
    from drafter.formats.style import Style


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its suffixes, the usual one first, and the module that recognises, reads and writes it."""

    suffixes: tuple[str, ...]
    module: str
    writes: bool = True

    def _load(self) -> ModuleType:
        return import_module(f"drafter.formats.{self.module}")

    def recognizes(self, sample: Sample) -> bool:
        """True if a file that begins like `sample` is of this format."""
        return bool(self._load().recognizes(sample))

    def read(self, data: bytes) -> Document:
        """The document in `data`; SourceError if it is not of this format."""
        document: Document = self._load().read(data)
        return document

    def write(self, document: Document, style: Style) -> bytes:
        """The bytes of `document` in this format."""
        data: bytes = self._load().write(document, style)
        return data


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "docx": Format((".docx",), "docx"),
        "pdf": Format((".pdf",), "pdf", writes=False),
        "doc": Format((".doc", ".wps", ".rtf", ".odt"), "office", writes=False),
        "html": Format((".html", ".htm", ".mht", ".mhtml"), "html"),
        "md": Format((".md", ".markdown"), "markdown"),
        "txt": Format((".txt",), "text"),
    }
)
"""The formats by name; a file belongs to the first that recognises it."""

READABLE = " ".join(item.suffixes[0] for item in FORMATS.values())
"""The usual suffixes of what is read, for messages."""
WRITABLE = " ".join(item.suffixes[0] for item in FORMATS.values() if item.writes)
"""The usual suffixes of what is written, for messages."""


def format_for(suffix: str) -> Format | None:
    """The format whose files have `suffix` (".docx"), if there is one."""
    return next((item for item in FORMATS.values() if suffix.lower() in item.suffixes), None)


def writer_for(suffix: str) -> Format:
    """The format that writes files with `suffix`; OutputError names the suffixes that can be written."""
    found = format_for(suffix)
    if found is None or not found.writes:
        raise OutputError("no_writer", suffix=suffix, known=WRITABLE)
    return found
