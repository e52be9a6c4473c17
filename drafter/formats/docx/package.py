"""The container of a .docx file: a zip of XML parts, opened and parsed within bounds that no file can exceed.

Whatever the bytes are, the result is a `Package` or a SourceError.
"""

from __future__ import annotations

import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from lxml import etree

from drafter.errors import SourceError
from drafter.records import dataclass

Element = Any
"""An lxml element."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of WordprocessingML, as a prefix for tag names."""

LARGEST = 24 * 2**20
"""The most bytes of XML that a file may unpack to, about a hundred times a usual report."""

MOST_PIECES = 1_000_000
"""The most tags and attributes of one part: as a tree, XML that is all tags takes twenty times its size."""

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# What zipfile raises for bytes that it did not expect; RuntimeError when it does not know a version or a cipher.
DAMAGE = (
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
_MARGINS = ("header", "footer")
_NOTES = ("footnote", "endnote")
_TAKEN_IN = ("aFChunk", "subDocument")
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


class Chunk(NamedTuple):
    """A file embedded in the text; without data if it is not in the package."""

    name: str
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a .docx file that its text depends on, None for those it does not have."""

    document: Element
    styles: Element | None
    numbering: Element | None
    comments: Element | None
    notes: Mapping[str, Element]
    """The parts with notes, by the name of one: "footnote" or "endnote"."""
    margins: tuple[tuple[str, Element], ...]
    """The parts with page headers and footers, each after its kind: "header" or "footer"."""
    properties: Element | None
    chunks: Mapping[str, Chunk]
    """The files embedded in the text, by the identity of their relation."""


def open_package(data: bytes) -> Package:
    """The parts in `data`; SourceError if it is not a sound .docx file or exceeds the bounds."""
    _refuse_unless_zip(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            refuse_bomb(member for member in archive.infolist() if _is_xml(member.filename))
            return _package(archive)
    except DAMAGE as error:
        raise SourceError("damaged_docx", part="zip", reason=error) from error


def _refuse_unless_zip(data: bytes) -> None:
    if data.startswith(_OLE[:4]):
        raise SourceError("encrypted_or_old")
    if not data.startswith(b"PK"):
        raise SourceError("not_its_format", suffix=".docx") if data else SourceError("empty_file")


def refuse_bomb(members: Iterable[zipfile.ZipInfo]) -> None:
    """SourceError if these parts of a package unpack to more than any report."""
    size = sum(member.file_size for member in members)
    if size > LARGEST:
        raise SourceError("zip_bomb", size=size // 2**20, limit=LARGEST // 2**20)


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _package(archive: zipfile.ZipFile) -> Package:
    top = _by_kind(_relations(archive, ""))
    main = top.get("officeDocument", "word/document.xml")
    document = _part(archive, main)
    if document is None or document.tag != W + "document":
        raise SourceError("not_a_docx", found=_kind(archive.namelist()))
    relations = _relations(archive, main)
    near = _by_kind(relations)
    styles, numbering, comments = (_part(archive, near.get(name)) for name in ("styles", "numbering", "comments"))
    notes = {kind: part for kind in _NOTES if (part := _part(archive, near.get(kind + "s"))) is not None}
    margins = ((item.kind, _part(archive, item.target)) for item in relations if item.kind in _MARGINS)
    return Package(
        document,
        styles,
        numbering,
        comments,
        notes,
        tuple((kind, part) for kind, part in margins if part is not None),
        _part(archive, top.get("core-properties")),
        _chunks(archive, relations),
    )


def _chunks(archive: zipfile.ZipFile, relations: Sequence[_Relation]) -> dict[str, Chunk]:
    """The files embedded in the text, by the identity of their relation."""
    chunks = {item.identity: item for item in relations if item.kind in _TAKEN_IN}
    inside = {item.target for item in chunks.values() if not item.external} & archive.NameToInfo.keys()
    refuse_bomb(archive.getinfo(name) for name in inside)
    return {
        identity: Chunk(posixpath.basename(item.target), _raw(archive, item.target) if item.target in inside else b"")
        for identity, item in chunks.items()
    }


def _kind(names: list[str]) -> str:
    for sign, kind in (("xl/", ".xlsx"), ("ppt/", ".pptx"), ("content.xml", ".odt"), ("word/", ".docx")):
        if any(name.startswith(sign) for name in names):
            return kind
    return ".zip"


class _Relation(NamedTuple):
    """A relation to a part or to an external file; its kind is the last word of its type."""

    identity: str
    kind: str
    target: str
    external: bool


def _relations(archive: zipfile.ZipFile, source: str) -> list[_Relation]:
    """The relations of the part `source`."""
    folder, name = posixpath.split(source)
    root = _part(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return [] if root is None else [_relation(item, folder) for item in root.iter("{*}Relationship")]


def _relation(item: Element, folder: str) -> _Relation:
    kind, target = item.get("Type", "").rpartition("/")[2], item.get("Target", "")
    if item.get("TargetMode") == "External":
        return _Relation(item.get("Id", ""), kind, target, external=True)
    part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return _Relation(item.get("Id", ""), kind, part, external=False)


def _by_kind(relations: Sequence[_Relation]) -> dict[str, str]:
    """The part names by the kind of relation."""
    return {item.kind: item.target for item in relations if not item.external}


def _part(archive: zipfile.ZipFile, name: str | None) -> Element | None:
    # Only parts whose size was checked are opened, whatever a relation points to.
    if name is None or name not in archive.NameToInfo or not _is_xml(name):
        return None
    return _parsed(_raw(archive, name), name)


def _raw(archive: zipfile.ZipFile, name: str) -> bytes:
    member = archive.getinfo(name)
    if member.flag_bits & 1:
        raise SourceError("encrypted_or_old")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise SourceError("damaged_docx", part=name, reason=f"compression {member.compress_type}")
    return archive.read(member)


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
