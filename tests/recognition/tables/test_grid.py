"""Notes in tables: what is no label and no value is never lost without a word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.document import TableBlock, cell
from drafter.drafting.merge import merge
from drafter.form import Form
from drafter.formats.text import read
from drafter.recognition import recognize
from tests.damage import FORMATS
from tests.recognition.tables.test_text_lines import agrees, filled

NOTES = ("注：略", "备注", "注：含上年结转政府信息公开申请数量3件", "注：（一）予以公开含部分公开")


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"F7"}))
def test_a_row_that_is_a_note_is_set_aside(name: str, note: str, form: Form) -> None:
    document = merge(filled(form), form)
    number = [n for n, block in enumerate(document.blocks) if isinstance(block, TableBlock)][1]
    table = document.blocks[number]
    assert isinstance(table, TableBlock)
    rows = (*table.rows[:5], (cell(note, col_span=10, label=True),), *table.rows[5:])
    blocks = (*document.blocks[:number], replace(table, rows=rows), *document.blocks[number + 1 :])
    reading = recognize(FORMATS[name].read(FORMATS[name].write(replace(document, blocks=blocks))), form)
    assert agrees(reading, filled(form), set())
    assert sum(note.startswith(item.text) for item in reading.filing.unplaced) == 1


def test_words_before_the_label_of_a_row_are_set_aside(form: Form) -> None:
    text = "规章 | 0 | 0 | 0 |\n注：含修改 | 行政规范性文件 | 1 | 2 | 3 |\n"
    filing = recognize(read(text.encode()), form).filing
    assert filing.figures["proactive.normative_documents.in_force"] == 3
    assert [item.text for item in filing.unplaced] == ["注：含修改"]
