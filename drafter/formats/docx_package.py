"""The outside of a .docx file: a zip of XML parts, opened so that no file can do harm, and parsed.

Whatever the bytes are, the outcome is a `Package` or a SourceError.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from lxml import etree

from drafter.errors import SourceError

Element = Any
"""An lxml element."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as a prefix for tag names."""

LARGEST = 24 * 2**20
"""The most bytes of XML that a file may unpack to: a hundred times a usual report, and still read in bounded time."""

MOST_PIECES = 1_000_000
"""The most tags and attributes of one part: a tree takes twenty times the room of the XML when it is all tags."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# What zipfile raises for bytes that it did not expect; RuntimeError when it does not know a version or a cipher.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    OverflowError,
    RuntimeError,
)
_NOTES = ("footnote", "endnote")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a .docx file that say what its text is; None for a part that the file does not have."""

    document: Element
    styles: Element | None
    numbering: Element | None
    comments: Element | None
    notes: Mapping[str, Element]
    """The parts that hold the notes at the foot of the page and at the end, by what one of them is called."""
    properties: Element | None


def open_package(data: bytes) -> Package:
    """The parts in `data`; SourceError for anything that is not a sound and harmless .docx file."""
    _refuse_what_is_no_zip(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _refuse_bomb(archive.infolist())
            return _package(archive)
    except _DAMAGE as error:
        raise SourceError("damaged_docx", part="zip", reason=error) from error


def _refuse_what_is_no_zip(data: bytes) -> None:
    if data.startswith(_OLE[:4]):
        raise SourceError("encrypted_or_old")
    if not data.startswith(b"PK"):
        raise SourceError("not_a_zip" if data else "empty_file")


def _refuse_bomb(members: list[zipfile.ZipInfo]) -> None:
    size = sum(member.file_size for member in members if _is_xml(member.filename))
    if size > LARGEST:
        raise SourceError("zip_bomb", size=size // 2**20, limit=LARGEST // 2**20)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _package(archive: zipfile.ZipFile) -> Package:
    top = _relations(archive, "")
    main = top.get("officeDocument", "word/document.xml")
    document = _part(archive, main)
    if document is None or document.tag != W + "document":
        raise SourceError("not_a_docx", found=_kind(archive.namelist()))
    near = _relations(archive, main)
    styles, numbering, comments = (_part(archive, near.get(name)) for name in ("styles", "numbering", "comments"))
    notes = {kind: part for kind in _NOTES if (part := _part(archive, near.get(kind + "s"))) is not None}
    return Package(document, styles, numbering, comments, notes, _part(archive, top.get("core-properties")))


def _kind(names: list[str]) -> str:
    for sign, kind in (("xl/", ".xlsx"), ("ppt/", ".pptx"), ("content.xml", ".odt"), ("word/", ".docx")):
        if any(name.startswith(sign) for name in names):
            return kind
    return ".zip"


def _relations(archive: zipfile.ZipFile, source: str) -> dict[str, str]:
    """The part names that `source` refers to, by the last word of the relation's type."""
    folder, name = posixpath.split(source)
    root = _part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return dict(_targets(root, folder)) if root is not None else {}


def _targets(root: Element, folder: str) -> Iterator[tuple[str, str]]:
    for relation in root.iter("{*}Relationship"):
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if relation.get("TargetMode") != "External":
            yield kind.rpartition("/")[2], posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _part(archive: zipfile.ZipFile, name: str | None) -> Element | None:
    # Only parts that were weighed are opened, whatever a relation points to.
    if name is None or name not in archive.NameToInfo or not _is_xml(name):
        return None
    member = archive.getinfo(name)
    if member.flag_bits & 1:
        raise SourceError("encrypted_or_old")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError("damaged_docx", part=name, reason=f"compression {member.compress_type}")
    return _parsed(archive.read(member), name)


def _parsed(raw: bytes, name: str) -> Element:
    if raw.count(b"<") + raw.count(b"=") > MOST_PIECES:
        raise SourceError("docx_too_large", limit=MOST_PIECES)
    # Strict Open XML differs from the usual kind in its namespaces alone, as far as text goes.
    for strict, usual in _STRICT:
        raw = raw.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError("damaged_docx", part=name, reason=error) from error
    if root.getroottree().docinfo.doctype:
        raise SourceError("damaged_docx", part=name, reason="DOCTYPE")
    return root
