"""The narrative of two filings, aligned: sections by key, then paragraphs, then sentences, then words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.comparison.align import Group, align, moves
from drafter.comparison.records import BREAK, ComparedPassage, ComparedSentence, Item, Section, Status, only
from drafter.comparison.words import Run, RunKind, words
from drafter.drafting.merge import PREFACE, run_in
from drafter.form import Form
from drafter.report import Filing, Place, sentences_of
from drafter.statements import Account, State

Bound = Mapping[Place, Sequence[tuple[int, int]]]
"""Where bound quantities stand, with the direction of a change, by paragraph."""


def sections(old: Filing, new: Filing, form: Form, account: Account | None = None) -> tuple[Section, ...]:
    """The preface and every section of the form; numbers that `account` says are bound are told apart."""
    bound = _bound(account)
    found = []
    for key in (PREFACE, *(section.key for section in form.sections)):
        left, right = items(old, form, key), items(new, form, key)
        found.append(Section(key, tuple(_passages(left, right, form, bound))))
    return _with_moves(found, form, bound)


def items(filing: Filing, form: Form, section: str) -> tuple[Item, ...]:
    """The headings and paragraphs of a section as merging writes them."""
    found: list[Item] = []
    ordinal = 0
    for block in filing.narrative.get(section, ()):
        leads = block.run_in and block.heading is not None and bool(block.paragraphs)
        if block.heading and not leads:
            found.append(Item(section, block.topic, _clean(block.heading)))
        for index, text in enumerate(block.paragraphs):
            lead = run_in(_clean(block.heading or ""), form) if leads and index == 0 else ""
            found.append(Item(section, block.topic, lead + _clean(text), ordinal, len(lead)))
            ordinal += 1
    return tuple(item for item in found if item.text)


def _clean(text: str) -> str:
    return text.replace(BREAK, "\n")


def _bound(account: Account | None) -> dict[Place, list[tuple[int, int]]]:
    found: dict[Place, list[tuple[int, int]]] = {}
    for binding in account.bindings if account else ():
        if binding.state is State.BOUND:
            start, end = min(binding.start, binding.quantity.start), max(binding.end, binding.quantity.end)
            found.setdefault(binding.where, []).append((start, end))
    return found


# --- passages --------------------------------------------------------------------------------------------------------


def _passages(old: Sequence[Item], new: Sequence[Item], form: Form, bound: Bound) -> Iterator[ComparedPassage]:
    for group in _aligned(old, new):
        left, right = tuple(old[i] for i in group.old), tuple(new[j] for j in group.new)
        yield _passage(left, right, form, bound)


def _aligned(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Group]:
    """Headings of one topic belong together whatever they say, and text between two such headings stays there."""
    i = j = 0
    for k, m in (*_landmarks(old, new), (len(old), len(new))):
        for group in align([item.text for item in old[i:k]], [item.text for item in new[j:m]]):
            shifted = Group(tuple(a + i for a in group.old), tuple(b + j for b in group.new))
            yield from _apart(shifted, old, new)
        if k < len(old):
            yield Group((k,), (m,))
        i, j = k + 1, m + 1


def _landmarks(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """Headings of the same topic in both, as long as they come in the same order."""
    found: list[tuple[int, int]] = []
    places = {item.topic: index for index, item in enumerate(new) if _is_landmark(item)}
    for index, item in enumerate(old):
        place = places.get(item.topic) if _is_landmark(item) else None
        if place is not None and (not found or place > found[-1][1]):
            found.append((index, place))
    return found


def _is_landmark(item: Item) -> bool:
    return item.topic is not None and item.ordinal is None


def _apart(group: Group, old: Sequence[Item], new: Sequence[Item]) -> Iterator[Group]:
    """A heading is no earlier wording of a paragraph: such a group is taken apart."""
    kinds = {item.ordinal is None for item in (*(old[i] for i in group.old), *(new[j] for j in group.new))}
    if len(kinds) == 1:
        yield group
    else:
        yield from (Group((i,), ()) for i in group.old)
        yield from (Group((), (j,)) for j in group.new)


def _passage(old: tuple[Item, ...], new: tuple[Item, ...], form: Form, bound: Bound) -> ComparedPassage:
    heading = (old or new)[0].ordinal is None
    before, after = (
        [BREAK.join(item.text for item in side)] if heading else _sentences(side, form) for side in (old, new)
    )
    found = [_sentence(group, before, after, form) for group in _sentence_groups(before, after, heading=heading)]
    return ComparedPassage(old, new, tuple(_with_figures(found, new, bound)), heading)


def _sentence_groups(old: Sequence[str], new: Sequence[str], *, heading: bool) -> Sequence[Group]:
    return (Group((0,), (0,)),) if heading and old[0] and new[0] else align(old, new)


def _sentence(group: Group, old: Sequence[str], new: Sequence[str], form: Form) -> ComparedSentence:
    before, after = "".join(old[i] for i in group.old), "".join(new[j] for j in group.new)
    if not group.new:
        return ComparedSentence(Status.DROPPED, before, None, only(before, ""))
    if not group.old:
        return ComparedSentence(Status.NEW, None, after, only("", after))
    status = Status.KEPT if before == after else Status.CHANGED
    if len(group.old) != len(group.new):
        status = Status.SPLIT if len(group.old) < len(group.new) else Status.JOINED
    return ComparedSentence(status, before, after, words(before, after, form))


def _sentences(items: Sequence[Item], form: Form) -> list[str]:
    """The sentences of paragraphs; what stands between two paragraphs is one by itself."""
    found: list[str] = []
    for item in items:
        found += [BREAK] if found else []
        found += (sentence.text for sentence in sentences_of(item.text, form))
    return found


# --- numbers that are bound ------------------------------------------------------------------------------------------


def _with_figures(
    sentences: Sequence[ComparedSentence], new: Sequence[Item], bound: Bound
) -> Iterator[ComparedSentence]:
    """The sentences, changes of a bound number told from those of another number."""
    spans = tuple(_bound_spans(new, bound))
    position = 0
    for sentence in sentences:
        yield replace(sentence, runs=_figures(sentence.runs, position, spans))
        position += len(sentence.new or "")


def _bound_spans(new: Sequence[Item], bound: Bound) -> Iterator[tuple[int, int]]:
    position = 0
    for item in new:
        for start, end in bound.get(item.place, ()):
            yield position + item.lead + start, position + item.lead + end
        position += len(item.text) + len(BREAK)


def _figures(runs: Sequence[Run], position: int, spans: Sequence[tuple[int, int]]) -> tuple[Run, ...]:
    found = []
    for run in runs:
        figure = _is_figure(run, position, spans)
        found.append(replace(run, kind=RunKind.FIGURE) if figure else run)
        position += len(run.new)
    return tuple(found)


def _is_figure(run: Run, position: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether it is a bound number that changed, or the direction of a change that goes with one."""
    end = position + len(run.new)
    if run.kind is RunKind.WORDING and run.old and run.new:
        return any(a <= position and end <= b for a, b in spans)
    return run.kind is RunKind.NUMBER and any(a < end and position < b for a, b in spans)


# --- moves -----------------------------------------------------------------------------------------------------------


def _with_moves(found: Sequence[Section], form: Form, bound: Bound) -> tuple[Section, ...]:
    """The sections, sentences dropped in one place and new in another taken for moved."""
    lone = [
        (section, passage, sentence)
        for section, part in enumerate(found)
        for passage, whole in enumerate(part.passages)
        for sentence in range(0 if whole.heading else len(whole.sentences))
    ]

    def at(place: tuple[int, int, int]) -> ComparedSentence:
        return found[place[0]].passages[place[1]].sentences[place[2]]

    dropped = [place for place in lone if at(place).status is Status.DROPPED]
    added = [place for place in lone if at(place).status is Status.NEW]
    moved: dict[tuple[int, int, int], ComparedSentence] = {}
    for i, j in moves([at(place).old or "" for place in dropped], [at(place).new or "" for place in added]):
        old, new = at(dropped[i]).old or "", at(added[j]).new or ""
        passage = found[added[j][0]].passages[added[j][1]]
        position = sum(len(sentence.new or "") for sentence in passage.sentences[: added[j][2]])
        runs = _figures(words(old, new, form), position, tuple(_bound_spans(passage.new, bound)))
        moved[dropped[i]] = ComparedSentence(Status.MOVED, old, None, runs, new)
        moved[added[j]] = ComparedSentence(Status.MOVED, None, new, runs, old)
    return tuple(_moved(section, index, moved) for index, section in enumerate(found))


def _moved(section: Section, number: int, moved: Mapping[tuple[int, int, int], ComparedSentence]) -> Section:
    passages = []
    for index, passage in enumerate(section.passages):
        sentences = tuple(
            moved.get((number, index, place), sentence) for place, sentence in enumerate(passage.sentences)
        )
        passages.append(replace(passage, sentences=sentences))
    return replace(section, passages=tuple(passages))
