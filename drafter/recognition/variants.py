"""Section headings in other words than the form's: told by their place, their number and their key words.

A heading between those that are known can only be of a section between theirs. It is of the one whose key words it
holds, where nothing else stands in it or its number is that section's. A line that is numbered as the next section and
says none of them is a heading of the report's own: what stands below it belongs to no section of the form.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.recognition.headings import Heading, divided_at_end
from drafter.recognition.lexicon import Lexicon
from drafter.recognition.spelling import plain, unmarked
from drafter.recognition.tables.line_kinds import names_row
from drafter.records import dataclass

_LONGEST_BARE = 24
"""Characters of a heading without a number; the longest of those that published reports have has 19."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A line that may be a section's heading."""

    line: int
    letters: str
    """The plain heading, without the number of a page behind it."""
    number: int | None
    """Which section its number is that of, from 1; one more than the form has for all higher numbers."""
    told: tuple[int, ...]
    """Sections whose key words it holds, those first that more of its letters belong to."""
    whole: tuple[int, ...]
    """Those of which it holds nothing but key words and the words that any heading has."""
    rest: str


def variants(lines: Sequence[str], exact: Mapping[int, str], lexicon: Lexicon) -> dict[int, Heading]:
    """Headings by line, beside the `exact` ones (line to section); one that the form does not know has no section."""
    keys = [section.key for section in lexicon.form.sections]
    places = {keys.index(key): line for line, key in exact.items()}
    numbers = {line: number_of(lines[line], lexicon) or section + 1 for section, line in places.items()}
    known = sorted(numbers)
    read = (_read(line, text, lexicon) for line, text in enumerate(lines) if text and line not in exact)
    entries, candidates = _entries([one for one in read if one])
    found: dict[int, Heading] = {}
    for one in sorted(candidates, key=lambda one: one.number is None):
        above = bisect(known, one.line)
        section = _section_of(one, places, numbers[known[above - 1]] if above else 0, lexicon)
        if section is not None:
            places[section] = one.line
            numbers[one.line] = one.number or section + 1
            insort(known, one.line)
            found[one.line] = Heading(keys[section], one.rest, official=False)
    found |= _own_headings(candidates, numbers, lines, len(keys)) if numbers else {}
    return found | {entry: replace(found[line], rest="") for entry, line in entries.items() if line in found}


def _entries(candidates: Sequence[_Candidate]) -> tuple[dict[int, int], list[_Candidate]]:
    """Lines that come again further down, as in a list of contents, with the last line that says the same; the rest."""
    last = {one.letters: one.line for one in candidates}
    entries = {one.line: last[one.letters] for one in candidates if one.line != last[one.letters]}
    return entries, [one for one in candidates if one.line not in entries]


def number_of(text: str, lexicon: Lexicon) -> int | None:
    """Which section the number before a line is that of, from 1; one more than there are for all higher numbers."""
    match = lexicon.section_number.match(unmarked(text))
    if match is None:
        return None
    return lexicon.headings.numbers.get(plain(match.group()), len(lexicon.form.sections) + 1)


def _read(line: int, text: str, lexicon: Lexicon) -> _Candidate | None:
    text = unmarked(text)
    number = lexicon.section_number.match(text)
    if number is None and len(text) > _LONGEST_BARE:
        return None
    title = text[number.end() :] if number else text
    divided = divided_at_end(title, lexicon)
    if divided is None or (number is None and divided[1]):
        return None
    letters, rest = plain(divided[0]), divided[1][1:].strip()
    if not letters:
        return None
    shares = {at: pattern.findall(letters) for at, pattern in enumerate(lexicon.headings.words)}
    told = sorted((at for at, words in shares.items() if words), key=lambda at: -len("".join(shares[at])))
    whole = tuple(at for at in told if lexicon.headings.phrases[at].fullmatch(letters))
    if (not whole and (number is None or rest)) or lexicon.is_label(letters) or names_row(text, lexicon):
        return None
    return _Candidate(line, letters.rstrip("0123456789"), number_of(text, lexicon), tuple(told), whole, rest)


def _section_of(one: _Candidate, places: Mapping[int, int], before: int, lexicon: Lexicon) -> int | None:
    """The section that a line opens, between those above and below it, or the one above once more if it is numbered."""
    above = max((section for section, line in places.items() if line < one.line), default=-1)
    below = min((section for section, line in places.items() if line > one.line), default=len(lexicon.form.sections))
    if one.number is None:
        texts = (at for at in one.whole if lexicon.form.sections[at].kind != "tables")
        return next((at for at in texts if above < at < below), None)
    if one.number <= before:
        return None
    inside = [at for at in one.told if above <= at < below and at >= 0]
    return next(
        (at for at in inside if at == one.number - 1),
        next((at for at in inside if at in one.whole), None),
    )


def _own_headings(
    candidates: Sequence[_Candidate], numbers: Mapping[int, int], lines: Sequence[str], count: int
) -> dict[int, Heading]:
    """Lines numbered as the section after the heading above, which are none of the form's, with text below them.

    In a list the second line is none: the one above it is no heading.
    """
    numbered = {one.line: one.number for one in candidates if one.number is not None}
    known, found = sorted(numbers), dict[int, Heading]()
    last, listed, headings = 0, False, {*known, *numbered}
    for line in sorted(headings):
        if line in numbers:
            last, listed = numbers[line], False
            continue
        number, below = numbered[line], bisect(known, line)
        follows = number == last + 1 or last >= count < number
        inside = below == len(known) or number < numbers[known[below]]
        if not listed and follows and inside and _has_text(line, lines, headings):
            found[line] = Heading(None, "", official=False)
            last = number
        else:
            listed = True
    return found


def _has_text(line: int, lines: Sequence[str], headings: set[int]) -> bool:
    """True if the next line with anything in it is no heading, as it would be in a list of contents."""
    below: Iterator[int] = (other for other in range(line + 1, len(lines)) if lines[other])
    return next(below, line) not in headings
