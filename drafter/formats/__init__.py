"""File formats: bytes to documents and documents to bytes. A format is an entry in `FORMATS`.

Each format is a module with `read(data: bytes) -> Document` and/or `write(document: Document, style: Style) -> bytes`,
imported when it is first used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType, ModuleType

from drafter.document import Document
from drafter.errors import OutputError
from drafter.formats.style import Style


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its usual suffix and the module that reads or writes it."""

    suffix: str
    module: str
    reads: bool = True
    writes: bool = True

    def _load(self) -> ModuleType:
        return import_module(self.module)

    def read(self, data: bytes) -> Document:
        """The document in `data`; SourceError when it is not of this format."""
        document: Document = self._load().read(data)
        return document

    def write(self, document: Document, style: Style) -> bytes:
        """The bytes of `document` in this format."""
        data: bytes = self._load().write(document, style)
        return data


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "docx": Format(".docx", "drafter.formats.docx"),
        "html": Format(".html", "drafter.formats.html"),
        "md": Format(".md", "drafter.formats.markdown"),
        "txt": Format(".txt", "drafter.formats.text"),
        "pdf": Format(".pdf", "drafter.formats.pdf", writes=False),
        "doc": Format(".doc", "drafter.formats.office", writes=False),
    }
)


def writer_for(suffix: str) -> Format:
    """The format that writes files with `suffix` (".docx"); OutputError names those that can be written."""
    for item in FORMATS.values():
        if item.writes and suffix.lower() in (item.suffix, {".html": ".htm", ".md": ".markdown"}.get(item.suffix)):
            return item
    raise OutputError("no_writer", suffix=suffix, known=" ".join(f.suffix for f in FORMATS.values() if f.writes))
