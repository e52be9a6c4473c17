"""Comments of a .docx file with the words they are on, as the page shows these with all tracked changes accepted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from drafter.formats.comments import Comment, labels_of
from drafter.formats.docx.package import Element, W, open_package
from drafter.records import dataclass

_P, _T, _TR, _TC = (W + name for name in ("p", "t", "tr", "tc"))
_START, _END, _REFERENCE = (W + name for name in ("commentRangeStart", "commentRangeEnd", "commentReference"))
_GONE = frozenset((W + "del", W + "moveFrom"))
_ID = W + "id"
_DAY = len("2026-01-15")


def comments_in(data: bytes) -> tuple[Comment, ...]:
    """The comments in the order of the file; SourceError when it is not a sound .docx file."""
    package = open_package(data)
    if package.comments is None:
        return ()
    places = _places(package.document)
    return tuple(_comment(item, places.get(item.get(_ID), _Quoted())) for item in package.comments.iter(W + "comment"))


@dataclass(slots=True)
class _Quoted:
    """Where a comment stands: the words, their paragraph, and in a table the cell."""

    words: list[str] = field(default_factory=list)
    around: str = ""
    column: int | None = None


def _comment(element: Element, quoted: _Quoted) -> Comment:
    paragraphs = ("".join(text.text or "" for text in part.iter(_T)) for part in element.iter(_P))
    text = "\n".join(part.strip() for part in paragraphs if part.strip())
    date = (element.get(W + "date") or "")[:_DAY] or None
    author = element.get(W + "author") or ""
    return Comment(author, date, text, "".join(quoted.words).strip(), quoted.around, quoted.column)


def _places(document: Element) -> dict[str | None, _Quoted]:
    """By the identity of a comment, where it stands; a longer range is quoted as far as its first paragraph."""
    found: dict[str | None, _Quoted] = {}
    for paragraph in document.iter(_P):
        begun: list[_Quoted] = []
        words: list[str] = []
        own: list[_Quoted] = []
        for item in _shown(paragraph):
            if item.tag == _T:
                words.append(item.text or "")
                for quoted in begun:
                    quoted.words.append(item.text or "")
            elif item.tag in (_START, _REFERENCE) and item.get(_ID) not in found:
                quoted = found[item.get(_ID)] = _Quoted()
                own.append(quoted)
                begun += [quoted] if item.tag == _START else []
            elif item.tag == _END:
                begun = [quoted for quoted in begun if quoted is not found.get(item.get(_ID))]
        for quoted in own:
            quoted.around, quoted.column = _around(paragraph, "".join(words))
    return found


def _shown(element: Element) -> Iterator[Element]:
    """What stands in a paragraph, without what a tracked change took out."""
    for child in element:
        if child.tag not in _GONE:
            yield child
            yield from _shown(child)


def _around(paragraph: Element, text: str) -> tuple[str, int | None]:
    """The paragraph, or in a table the labels of its row and the number of its cell."""
    cell = next(paragraph.iterancestors(_TC), None)
    row = next(paragraph.iterancestors(_TR), None)
    if cell is None or row is None:
        return text.strip(), None
    cells = list(row.iterfind(_TC))
    texts = ("".join(part.text or "" for part in item.iter(_T)).strip() for item in cells)
    return labels_of(texts), next((index for index, item in enumerate(cells) if item is cell), 0)
