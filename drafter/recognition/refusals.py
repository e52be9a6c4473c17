"""Refuses documents with several reports: a second title between parts of two, or sections or rows that stand twice."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from drafter.document import Block, Document, TableBlock, TextBlock
from drafter.errors import SourceError
from drafter.recognition.headings import Title, match_title, section_heading, title_named
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import folded, plain
from drafter.recognition.tables.line_kinds import names_row
from drafter.report import Filing

_LENGTHS = range(9, 121)
"""Lengths in characters of a line that may be a title, or the part of one that holds the year."""
_LAST_SIGNS = ")\uff09|"
"""What may end such a line besides letters and digits; a sentence ends otherwise."""
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_REPEATED = 3
"""If so many sections stand twice, the document is more than one report."""
_MOST = 1000
"""Possible titles that are tried."""
_WINDOWS = ((1, 2), (0, 2), (1, 3), (0, 3))
"""Slices of three lines, the middle one with the year, that a title may take."""


def may_be_title(text: str) -> bool:
    """True if a line may hold a title's year: a cheap test before the patterns are tried."""
    if len(text) not in _LENGTHS or not (text[-1] in _LAST_SIGNS or text[-1].isalnum()):
        return False
    return _YEAR.search(text) is not None and "|" not in text.strip("| \t")


def refuse_other_title(document: Document, numbers: Sequence[int], lexicon: Lexicon) -> None:
    """SourceError if on one of these blocks (by number) another report's title stands between parts of reports."""
    first: Title | None = None
    start, blocks = 0, document.blocks
    for number in numbers[:_MOST] if len(numbers) > 1 else ():
        title = _title_at(blocks, number - 1, lexicon)
        if title is None or (first and not _differ(first, title, lexicon)):
            continue
        if first and _is_of_report(blocks[start : number - 1], lexicon):
            if _is_of_report(blocks[number:], lexicon):
                raise SourceError("two_reports", titles=f"{first.text} {title.text}")
            return
        first, start = title, number


def _title_at(blocks: Sequence[Block], index: int, lexicon: Lexicon) -> Title | None:
    """The title whose year stands in a block; it may begin in the block before and end in the one after."""
    space = " " if lexicon.word_spaces else ""
    before, this, after = (
        next(filter(None, (_text(block, space) for block in near)), "")
        for near in (reversed(blocks[:index]), blocks[index : index + 1], blocks[index + 1 :])
    )
    lines = (before, this, after)
    bare: Title | None = None
    for start, end in _WINDOWS:
        match = match_title(space.join(lines[start:end]), lexicon)
        if match is None:
            continue
        title, alone = title_named(match, lexicon), end - start == 1
        name = title.organization
        if name is None:
            bare = title if alone else bare
        elif _is_name(name, lexicon) and (alone or lexicon.form.suggested_kind(name)):
            return title
    return bare


def _text(block: Block, space: str) -> str:
    """A paragraph with single spaces (or none, in Chinese) and without the borders of a table around it."""
    return space.join(block.text.strip(" \t|").split()) if isinstance(block, TextBlock) else ""


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """True if what stands before a title's year may be an organisation, not a sentence or a number of a list."""
    numbered = lexicon.topic_number.match(text) or lexicon.section_number.match(text)
    return not numbered and all(char.isalpha() or char in " ()\uff08\uff09\u00b7" for char in text)


def _differ(one: Title, other: Title, lexicon: Lexicon) -> bool:
    """True if titles are of two reports: a name may lack its beginning, and its usual end."""
    if one.year != other.year:
        return True
    tail = lexicon.form.definition.title.tail
    names = [folded(title.organization).removesuffix(tail) for title in (one, other) if title.organization]
    return len(names) == 2 and not (names[0].endswith(names[1]) or names[1].endswith(names[0]))


def _is_of_report(blocks: Iterable[Block], lexicon: Lexicon) -> bool:
    """True if there is a section's heading or a row of the form's tables."""
    return any(_row_or_heading(block, lexicon) for block in blocks)


def _row_or_heading(block: Block, lexicon: Lexicon) -> bool:
    if isinstance(block, TableBlock):
        return any(plain(cell.text) in lexicon.anchors for row in block.rows for cell in row)
    text = block.text.strip() if isinstance(block, TextBlock) else ""
    return bool(text) and (section_heading(text, lexicon) is not None or names_row(text, lexicon))


def refuse_several(filled: Iterable[str], document: Document, lexicon: Lexicon) -> None:
    """SourceError if several of the sections that hold anything stand twice."""
    twice = [section for section, count in Counter(filled).items() if count > 1]
    if len(twice) >= _REPEATED:
        raise _several(document, lexicon)


def refuse_a_list(filing: Filing, document: Document, lexicon: Lexicon, *, found: bool) -> None:
    """SourceError if most rows stand twice, or if there are titles of reports and nothing else of one was found."""
    if 2 * sum(item.reason == "twice" for item in filing.unread) > len(lexicon.form.cells):
        raise _several(document, lexicon)
    titles = [] if found else _titles(document, lexicon)
    if len(titles) > 1:
        raise SourceError("report_list", titles=" ".join(titles[:3]))


def _several(document: Document, lexicon: Lexicon) -> SourceError:
    titles = _titles(document, lexicon)[:3] or [lexicon.form.definition.name.zh]
    return SourceError("two_reports", titles=" ".join(titles))


def _titles(document: Document, lexicon: Lexicon) -> list[str]:
    """The titles with which short lines and cells begin; on a list page a date follows each."""
    lines = [block.text for block in document.paragraphs()]
    lines += [cell.text for table in document.tables() for row in table.rows for cell in row]
    found = (match_title("".join(line.split()), lexicon, whole=False) for line in lines if 8 < len(line) <= 80)
    return sorted({match.group() for match in found if match})
