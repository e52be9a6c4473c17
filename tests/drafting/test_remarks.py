"""Where a comment goes on in a text that has changed."""

from __future__ import annotations

import pytest

from drafter.document import Document, Role, Span, TableBlock, TextBlock, cell, paragraph
from drafter.drafting.remarks import moved_on, with_comments, written_as
from drafter.formats.comments import Comment
from drafter.formats.reviewed import WrittenComment, comments_on

AROUND = "全年召开发布会3场，走访企业20家。"
ON = Comment("王", "2026-01-12", "请核对", "走访企业", AROUND)
DOCUMENT = {
    "untouched": (("开头。", AROUND), ("走访企业", 1)),
    "another number": (("开头。", "全年召开发布会5场，走访企业31家。"), ("走访企业", 1)),
    "moved": (("全年召开发布会3场，走访企业20家。", "开头。"), ("走访企业", 0)),
    "words gone": (("开头。", "全年召开发布会3场，回访企业20家。"), ("全年召开发布会3场，回访企业20家。", 1)),
    "sentence elsewhere": (("开头，走访企业20家。", "目录已经更新。"), ("走访企业", 0)),
    "all gone": (("开头。", "目录已经更新。"), ("开头。", 0)),
}


def on(document: Document) -> list[tuple[str, int]]:
    """The words that the first comment is on, and the block."""
    texts = [(block.spans, at) for at, block in enumerate(document.blocks) if isinstance(block, TextBlock)]
    found = [("".join(span.text for span in spans if comments_on(span)), at) for spans, at in texts]
    return [item for item in found if item[0]]


@pytest.mark.parametrize(("texts", "expected"), DOCUMENT.values(), ids=DOCUMENT)
def test_a_comment_is_on_its_words_else_on_its_paragraph_else_on_the_first(
    texts: tuple[str, ...], expected: tuple[str, int]
) -> None:
    document = Document(tuple(paragraph(text) for text in texts))
    marked = with_comments(document, [(ON, written_as(ON, ()))])
    assert on(marked) == [expected]
    assert [block.text for block in marked.blocks if isinstance(block, TextBlock)] == list(texts)


def test_two_comments_on_the_same_and_on_crossing_words_are_both_kept() -> None:
    spans = (Span("全年召开发布会"), Span("3", Role.FIGURE, "entry:x"), Span("场，走访企业20家。"))
    crossing = Comment("赵", None, "多了", "发布会3场，走访", AROUND)
    marked = with_comments(
        Document((TextBlock(spans),)), [(ON, written_as(ON, ())), (crossing, written_as(crossing, ()))]
    )
    (block,) = marked.blocks
    assert isinstance(block, TextBlock) and block.text == AROUND
    words = ["".join(span.text for span in block.spans if number in comments_on(span)) for number in (0, 1)]
    assert words == ["走访企业", "发布会3场，走访"]
    assert [span.target for span in block.spans if span.role is Role.FIGURE] == ["entry:x"]


def test_a_comment_in_a_table_is_on_the_cell_of_its_row() -> None:
    rows = ((cell("事项"), cell("件数")), (cell("许可"), cell("5")), (cell("处罚"), cell("7")))
    comment = Comment("王", None, "不对", "6", "处罚", 1)
    (table,) = with_comments(Document((TableBlock(rows),)), [(comment, written_as(comment, ()))]).blocks
    assert isinstance(table, TableBlock)
    assert [cell.text for row in table.rows for cell in row if any(map(comments_on, cell.spans))] == ["7"]


def test_a_comment_that_has_moved_on_is_found_again_by_its_paragraph_of_now() -> None:
    document = Document((paragraph("开头。"), paragraph("全年召开发布会5场，走访企业31家。")))
    assert [item.around for item in moved_on([ON], document)] == ["全年召开发布会5场，走访企业31家。"]


def test_answers_stand_below_the_comment() -> None:
    assert written_as(ON, ["已核对"]).paragraphs == ("请核对", "已核对")
    assert written_as(Comment("王", "去年", "请核对", "", ""), ()).date is None


def test_many_comments_are_each_on_their_own_words() -> None:
    quotes = [f"第{number}项。" for number in range(500)]
    document = Document((paragraph("".join(quotes)),))
    written = [(Comment("甲", None, "", quote, "".join(quotes)), WrittenComment((quote,))) for quote in quotes]
    (block,) = with_comments(document, written).blocks
    assert isinstance(block, TextBlock)
    found = {number: span.text for span in block.spans for number in comments_on(span)}
    assert found == dict(enumerate(quotes))
