"""Accepting and rejecting the tracked changes of a .docx file, as the format's own rules say."""

from __future__ import annotations

import zipfile
from io import BytesIO

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def settled(data: bytes, *, accept: bool) -> bytes:
    """The file with every change accepted or rejected; nothing of a change is left in it."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    _settle(root, gone=W + ("del" if accept else "ins"), stays=W + ("ins" if accept else "del"))
    assert not list(root.iter(W + "ins", W + "del", W + "delText"))
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return buffer.getvalue()


def _settle(root: etree._Element, *, gone: str, stays: str) -> None:
    for row in list(root.iter(W + "tr")):
        if row.find(f"{W}trPr/{gone}") is not None:
            row.getparent().remove(row)
    for paragraph in list(root.iter(W + "p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{gone}") is not None:
            _join_to_next(paragraph, gone)
    for element in list(root.iter(gone)):
        element.getparent().remove(element)
    for element in list(root.iter(stays)):
        parent = element.getparent()
        place = parent.index(element)
        for child in reversed(list(element)):
            parent.insert(place, child)
        parent.remove(element)
    for text in root.iter(W + "delText"):
        text.tag = W + "t"


def _join_to_next(paragraph: etree._Element, gone: str) -> None:
    """Without its end a paragraph's content begins the next one; with nothing left in it, it is gone."""
    content = [child for child in paragraph if child.tag not in (W + "pPr", gone)]
    following = paragraph.getnext()
    if content and following is not None and following.tag == W + "p":
        place = 0 if following.find(W + "pPr") is None else 1
        for child in reversed(content):
            following.insert(place, child)
    if not content or (following is not None and following.tag == W + "p"):
        paragraph.getparent().remove(paragraph)
