"""Filings made up by hypothesis: the domain in which a report reads back as it was written.

Figures are counts below 10^7, amounts with up to four decimals, blanks and the raw text "/". Paragraphs are one line of
Chinese official prose without white space at the ends, that opens no numbered heading, is no section or table label and
no lone value; they may begin with 一是, #, |, - or a digit. Headings of topics are numbered and hold no sentence end.
"""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from drafter.form import Form
from drafter.report.filing import Block, Figure, Filing

_WORDS = [
    "政策解读",
    "群众",
    "公开",
    "信息",
    "稳步推进",
    "3件",
    "12.5%",
    "“窗口”",
    "《办法》",
    "a|b",
    "5*6",
    "<b>",
    "&amp;",
    "水利",
    "，",
    "_x_",
    "`码`",
    "[注]",
    "1,203",
    "\\",
]
_STARTS = ["", "一是", "# ", "| ", "- ", "> ", "* ", "+ ", "1. ", "二是", "其中，", "2024年，", "|"]


COUNTS: st.SearchStrategy[Figure] = st.one_of(st.just(0), st.integers(0, 99), st.integers(0, 9_999_999))


def figures(
    form: Form, *, blanks: bool = True, counts: st.SearchStrategy[Figure] = COUNTS
) -> st.SearchStrategy[dict[str, Figure]]:
    amounts: st.SearchStrategy[Figure] = st.one_of(counts, st.decimals(Decimal("0.0001"), 99999, places=4).map(_plain))
    extra: list[st.SearchStrategy[Figure]] = [st.none(), st.just("/")] if blanks else []
    cells = {
        cell: st.one_of(amounts if form.column_of(cell).kind == "amount" else counts, *extra) for cell in form.cells
    }
    return st.fixed_dictionaries(cells).map(lambda drawn: _with_last(drawn, form))


def _with_last(cells: dict[str, Figure], form: Form) -> dict[str, Figure]:
    """Figures without a blank at the end of a row that holds numbers: a row that lost a cell looks so and is unread."""
    lost: list[str] = []
    for printed in (row for table in form.tables.values() for row in table.printed):
        if any(_is_number(cells[address]) for address in printed.addresses):
            last = {address.rpartition(".")[0]: address for address in printed.addresses}
            lost += [address for address in last.values() if cells[address] is None]
    return cells | dict.fromkeys(lost, 0)


def _is_number(figure: Figure) -> bool:
    return figure is not None and not isinstance(figure, str)


def _plain(value: Decimal) -> Figure:
    return int(value) if value == value.to_integral_value() else value.normalize()


def paragraphs() -> st.SearchStrategy[str]:
    body = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=14).map("".join)
    return st.tuples(
        st.sampled_from(_STARTS), st.just("全县坚持"), body, st.sampled_from(["。", "；", "。有关情况另行说明。"])
    ).map("".join)


def narratives(form: Form) -> st.SearchStrategy[dict[str, tuple[Block, ...]]]:
    many = st.lists(paragraphs(), min_size=1, max_size=3).map(tuple)
    plain = many.map(lambda texts: (Block(texts),))
    sections = {"preface": st.one_of(st.just(()), plain)}
    for section in form.sections:
        if section.kind == "topics":
            topics = [_topic(topic.heading, topic.key, many) for topic in section.topics]
            sections[section.key] = st.tuples(many.map(Block), *topics)
        elif section.kind != "tables":
            sections[section.key] = plain
    return st.fixed_dictionaries(sections)


def _topic(heading: str, key: str, texts: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[Block]:
    return st.tuples(texts, st.booleans()).map(lambda pair: Block(pair[0], heading, key, pair[1]))


def filings(
    form: Form, *, blanks: bool = True, counts: st.SearchStrategy[Figure] = COUNTS
) -> st.SearchStrategy[Filing]:
    """Whole filings."""
    return st.tuples(figures(form, blanks=blanks, counts=counts), narratives(form)).map(
        lambda parts: Filing(
            form.key,
            parts[0],
            parts[1],
            "青禾县人民政府",
            2024,
            form.definition.title.template.format(organization="青禾县人民政府", year=2024),
        )
    )
