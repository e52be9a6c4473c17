"""What is pasted goes where its labels or its place say, all of it or nothing, and never to a neighbour."""

from __future__ import annotations

import pytest
from pasted_tables import KINDS, Clip, flat, markup, values

from drafter.errors import SourceError
from drafter.form import load_form
from drafter.recognition.pasted import read_pasted

FORM = load_form("disclosure-2021")
NEW = "requests.new.natural_person"


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", KINDS)
def test_every_cell_gets_its_own_text(kind: str, seed: int) -> None:
    clip = KINDS[kind](FORM, seed)
    assert dict(read_pasted(clip.text, clip.page, clip.at, FORM)) == dict(clip.cells)


def refusal(text: str, page: str = "", at: str = NEW) -> str:
    with pytest.raises(SourceError) as refused:
        read_pasted(text, page, at, FORM)
    return refused.value.key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "paste_empty"),
        ("\n\n", "paste_empty"),
        ("1\t2\n3", "paste_ragged"),
        ("1\t2\t3\t4\t5\t6\t7\t8", "paste_too_wide"),
        ("\n".join("1" for _ in range(40)), "paste_too_long"),
        ("3\t张三", "paste_no_value"),
        ("1.属于国家秘密\t3\t0\t0", "paste_row"),
        ("1.属于国家秘密\t3\t0\t0\t0\t0\t0\t3\t9", "paste_row"),
        ("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n张三\t1\t2\t3\t4\t5\t6\t7", "paste_stray"),
        ("1.属于国家秘密\t0\t0\t0\t0\t0\t0\t0\n1.属于国家秘密\t1\t0\t0\t0\t0\t0\t1", "paste_row"),
        ("自然人\t商业企业", "paste_nothing"),
        ("1\t" * 30_000, "paste_too_large"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_reason(text: str, key: str) -> None:
    assert refusal(text) == key


def test_a_block_needs_a_cell_to_begin_at() -> None:
    assert refusal("1\t2", at="entry:overview.1") == refusal("1\t2", at="requests.nowhere.total") == "paste_no_place"


def test_columns_in_another_order_are_refused() -> None:
    table = FORM.tables["requests"]
    page = (
        markup(table, values(table, 1))
        .replace("商业企业", "@")
        .replace("科研机构", "商业企业")
        .replace("@", "科研机构")
    )
    assert refusal("", page) == "paste_row"


@pytest.mark.parametrize("row", range(3, 8))
def test_a_cell_too_few_or_too_many_in_one_row_leaves_all_untouched(row: int) -> None:
    lines = flat(FORM.tables["requests"], values(FORM.tables["requests"], row)).split("\r\n")
    short, wide = lines[:], lines[:]
    short[row] = short[row].rpartition("\t")[0]
    wide[row] += "\t1"
    for changed in (short, wide):
        assert refusal("\r\n".join(changed)) in ("paste_row", "paste_stray")


def test_a_clip_is_what_a_spreadsheet_writes() -> None:
    clip = Clip('"1"\t"1,203"\r\n', "", NEW, {})
    assert list(read_pasted(clip.text, clip.page, clip.at, FORM).values()) == ["1", "1,203"]
