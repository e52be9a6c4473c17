"""Paragraphs of a section to blocks: topic headings on their own line or run into their paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from drafter.document import TextBlock
from drafter.form import SectionDefinition
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import folded, plain, unmarked
from drafter.records import dataclass
from drafter.report import Block

_LONGEST_HEADING = 40
"""Characters of a heading: those of the published reports at hand have up to 19, aliases of the form 25."""
_LONGEST_RUN_IN = 32
"""Characters before the sign that ends a run-in heading; published ones have up to 15."""
_LONGEST_TITLE = 120
"""Characters of a title; those of the published reports at hand have up to 36."""
_TITLE_LINES = 3
_MOST_LINES = 2000
"""Lines above the text among which its title is looked for; a site puts some hundred links there."""
_YEAR = re.compile(r"[12]\d{3}")
_LONGEST_BARE = 24
"""Characters of a topic heading without a number; the longest official one has 15 with its number."""
_SPACE = re.compile(r"\s+")
_NEWLINES = re.compile(r"\s*\n\s*")
_COLONS = ":\uff1a"
_COMMAS = ",\uff0c"
_BRACKETS = "(\uff08"
_LEADERS = ".\u2026\u00b7\u22ef"
"""Dots between a heading and the number of its page in a list of contents."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading: the key of the section, the text behind it on its line, and whether it is the official one."""

    section: str | None
    """None for a heading of the report's own, which stands for none of the form's sections."""
    rest: str
    official: bool


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a report, and the organisation and year that it names."""

    text: str
    organization: str | None
    year: int | None


def section_heading(text: str, lexicon: Lexicon) -> Heading | None:
    """The section that a line opens: its title or an alias, with or without a number, perhaps with text behind it."""
    text = unmarked(text)
    number = lexicon.section_number.match(text)
    if number is None and (len(text) > _LONGEST_HEADING or plain(text[0]) not in lexicon.headings.initials):
        return None
    title = text[number.end() :] if number else text
    key = lexicon.headings.sections.get(plain(title))
    if key:
        return Heading(key, "", plain(text) in lexicon.headings.official)
    return _heading_with_text(text, title, lexicon) if number else None


def heading_behind(text: str, lexicon: Lexicon) -> tuple[str, Heading] | None:
    """The text of a paragraph and the numbered section heading at its end, where a page lost the break between them."""
    if len(text) <= 2 or plain(text[-2:]) not in lexicon.headings.ends:
        return None
    end = text.rfind(lexicon.form.sentence_end[0]) + 1
    last = text[end:].strip()
    heading = section_heading(last, lexicon) if end and lexicon.section_number.match(last) else None
    return (text[:end], heading) if heading and not heading.rest else None


def divided_at_end(title: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """A heading up to the sign that ends it, and what stands from there on; None if it goes on for too long."""
    signs = lexicon.form.sentence_end + _COLONS
    end = next((place for place, sign in enumerate(title[: _LONGEST_HEADING + 1]) if sign in signs), len(title))
    return (title[:end], title[end:]) if end <= _LONGEST_HEADING else None


def _heading_with_text(text: str, title: str, lexicon: Lexicon) -> Heading | None:
    letters, ends = plain(title), lexicon.form.sentence_end
    for name, key in lexicon.headings.sections.items():
        if letters.startswith(name):
            end = _end_of(name, title)
            rest = title[end:]
            separated = rest[:1].isspace() or rest[:1].isdigit() or rest[:1] in ends + _COLONS + _BRACKETS + _LEADERS
            if separated:
                return Heading(key, rest.lstrip(ends + _COLONS).strip(), True)
    return None


def _end_of(name: str, text: str) -> int:
    """Where `name` ends in a text that begins with it, punctuation apart."""
    count = 0
    for position, character in enumerate(text):
        if count == len(name):
            return position
        count += len(plain(character))
    return len(text)


def clean(text: str, lexicon: Lexicon) -> str:
    """A paragraph without the white space around it and without line ends inside it."""
    joiner = " " if lexicon.word_spaces else ""
    return _NEWLINES.sub(joiner, text.strip()) if "\n" in text else text.strip()


def _tidy(texts: Sequence[str], lexicon: Lexicon) -> str:
    """Lines of a title as one: spaces mean nothing in it, unless the language divides words by them."""
    if lexicon.word_spaces:
        return " ".join(" ".join(map(unmarked, texts)).split())
    return _SPACE.sub("", "".join(map(unmarked, texts)))


def title_of(texts: Sequence[str], lexicon: Lexicon) -> tuple[int, int, re.Match[str]] | None:
    """The last title in some lines: the index of its first line, how many lines it takes, and its match."""
    for end in range(len(texts), max(0, len(texts) - _MOST_LINES), -1):
        title = _title_before(texts, end, lexicon)
        if title:
            return end - title[0], *title
    return None


def _title_before(texts: Sequence[str], end: int, lexicon: Lexicon) -> tuple[int, re.Match[str]] | None:
    """A title that ends before line `end`: how many lines it takes, as few as name its organisation, and its match."""
    found = None
    for count in range(1, min(_TITLE_LINES, end) + 1):
        if found and lexicon.page.head.fullmatch(_SPACE.sub("", texts[end - count])):
            break  # what a page says of the report is no piece of its title
        joined = _tidy(texts[end - count : end], lexicon)
        if len(joined) > _LONGEST_TITLE:
            break
        match = match_title(joined, lexicon) if _YEAR.search(joined) else None
        if match:
            found = count, match
            if organization_of(match, lexicon):
                break
    return found


def organization_of(title: re.Match[str], lexicon: Lexicon) -> str | None:
    """The organisation that a title names; None if there is only a word that names usually end with."""
    name = title["organization"]
    return None if lexicon.no_organization.fullmatch(name) else name


def title_named(match: re.Match[str], lexicon: Lexicon) -> Title:
    """The title that one of the form's patterns matched."""
    return Title(match.group(), organization_of(match, lexicon), int(match["year"]))


def match_title(text: str, lexicon: Lexicon, *, whole: bool = True) -> re.Match[str] | None:
    """The match of a line that is a title, or begins with one (`whole=False`)."""
    found = (pattern.fullmatch(text) if whole else pattern.match(text) for pattern in lexicon.titles)
    return next(filter(None, found), None)


def blocks_of(
    paragraphs: Iterable[TextBlock], section: SectionDefinition | None, lexicon: Lexicon
) -> tuple[Block, ...]:
    """Blocks of a section; before the first section (None) there are no headings."""
    blocks: list[Block] = []
    texts: list[list[str]] = []
    for paragraph in paragraphs:
        text = clean(paragraph.text, lexicon)
        if not text:
            continue
        opened = _opening(text, paragraph.level, section, lexicon) if section else None
        if opened:
            blocks.append(opened)
        elif blocks:
            texts[-1].append(text)
            continue
        else:
            blocks.append(Block((text,)))
        texts.append(list(blocks[-1].paragraphs))
    return tuple(replace(block, paragraphs=tuple(own)) for block, own in zip(blocks, texts, strict=True))


def _opening(text: str, level: int | None, section: SectionDefinition, lexicon: Lexicon) -> Block | None:
    """The block that a paragraph opens with its heading; None for a paragraph that belongs to the block before."""
    text = unmarked(text)
    numbered = lexicon.topic_number.match(text)
    ends = lexicon.form.sentence_end
    if numbered and len(text) <= _LONGEST_HEADING and not any(end in text[numbered.end() :] for end in ends):
        return Block((), text, topic_of(text, section))
    if numbered:
        return _run_in(text, numbered.end(), section, ends)
    if other := lexicon.other_number.match(text):
        return _otherwise_numbered(text, other.end(), section, ends)
    bare = len(text) <= _LONGEST_BARE and not any(mark in text for mark in ends + _COLONS + _COMMAS)
    if (level is not None and level >= 2 and bare) or (bare and names_topic(text, section)):
        return Block((), text, topic_of(text, section))
    return None


def _otherwise_numbered(text: str, after_number: int, section: SectionDefinition, ends: str) -> Block | None:
    """The block of a heading numbered in a way that items of a list are as well: it must name a topic and tell nothing;
    run into its paragraph, or behind a number that is a word, it must be all of a topic's own heading."""
    opened = _run_in(text, after_number, section, ends)
    heading = (opened.heading or "") if opened else text
    title = heading[after_number:].rstrip(ends + _COLONS)
    tells = len(title) > _LONGEST_BARE or any(mark in title for mark in ends + _COMMAS)
    strict = text[after_number - 1].isalnum() or (opened is not None and opened.run_in)
    if tells or topic_of(title, section) is None or (strict and not names_topic(title, section)):
        return None
    return opened or Block((), text, topic_of(title, section))


def _run_in(text: str, after_number: int, section: SectionDefinition, ends: str) -> Block | None:
    """The block of a run-in heading: up to the first sentence end or colon, if that is near enough; one with nothing
    behind that sign, which names a topic and tells nothing, stands on a line of its own."""
    for position, character in enumerate(text[: _LONGEST_RUN_IN + 1]):
        if character not in ends + _COLONS or position <= after_number:
            continue
        rest = text[position + 1 :].strip()
        if not rest:
            topic = None if any(mark in text for mark in _COMMAS) else topic_of(text, section)
            return Block((), text, topic) if topic else None
        heading = text[:position] if character in ends[:1] else text[: position + 1]
        return Block((rest,), heading, topic_of(heading, section), run_in=True)
    return None


def names_topic(text: str, section: SectionDefinition) -> bool:
    """True if a bare line is one of the topics' own headings, apart from its number."""
    letters = plain(text)
    return any(letters and plain(topic.heading).endswith(letters) and len(letters) >= 4 for topic in section.topics)


def topic_of(heading: str, section: SectionDefinition) -> str | None:
    """The topic of which a heading holds a keyword; earlier keywords of a topic's list win, then later places."""
    best: tuple[int, int] | None = None
    found, heading = None, folded(heading)
    for topic in section.topics:
        for rank, keyword in enumerate(topic.keywords):
            position = heading.rfind(keyword)
            if position >= 0 and (best is None or (rank, -position) < best):
                best, found = (rank, -position), topic.key
    return found
