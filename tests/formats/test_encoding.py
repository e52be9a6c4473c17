"""Bytes become text in the encoding they are in, whatever they say of themselves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import SourceError
from drafter.formats.encoding import declared_charset, decode

SIMPLIFIED = "青川市测绘档案馆二〇二五年受理政府信息公开申请12件，办结11件，结转下年度1件。\n规章\t0\t0\t0\n"
TRADITIONAL = "青川市測繪檔案館二零二五年受理政府資訊公開申請12件，辦結11件，結轉下年度1件。\n規章\t0\t0\t0\n"

printable = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff\ufeff")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "GBK", "big5", "iso-8859-1", "no-such-charset", "\0"])
def test_chinese_text_is_read_in_its_encoding_even_under_a_wrong_declaration(
    encoding: str, declared: str | None
) -> None:
    assert decode(SIMPLIFIED.encode(encoding), declared) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, "no Chinese at all\n", SIMPLIFIED.split("1")[0]])
def test_wide_encodings_need_no_byte_order_mark(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("declared", [None, "big5", "gb2312"])
def test_big5_is_taken_where_it_reads_clearly_better(declared: str | None) -> None:
    assert decode(TRADITIONAL.encode("big5"), declared) == TRADITIONAL


def test_gb18030_is_preferred_to_big5_where_few_characters_tell() -> None:
    assert decode("规章".encode("gbk")) == "规章"


def test_western_typography_is_not_taken_for_chinese() -> None:
    text = "The agency’s report – it covers “all” requests of the fiscal year, and last year’s too.\n" * 9
    assert decode(text.encode("cp1252")) == text


@given(st.text(st.one_of(printable, st.sampled_from("\n\t 0")), max_size=80))
def test_utf8_needs_no_evidence(text: str) -> None:
    assert decode(text.encode()) == text


@given(
    st.lists(st.sampled_from(["规章", "行政规范性文件", "，", "12", "总计", "\n", " ", "abc"]), min_size=1).map("".join)
)
def test_everyday_words_in_gb18030_need_no_declaration(text: str) -> None:
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\x0b", "\x0c", "\u2028", "\x85"])
def test_line_endings_become_newlines(ending: str) -> None:
    assert decode(f"一{ending}二".encode()) == "一\n二"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_cut_off_by_the_end_is_shown(encoding: str) -> None:
    whole = SIMPLIFIED.strip() + "件"
    assert decode(whole.encode(encoding)[:-1]) == whole[:-1] + "\ufffd"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("declared", [None, "utf-8", "gbk"])
def test_one_broken_place_in_a_long_text_is_shown_and_the_rest_read(encoding: str, declared: str | None) -> None:
    data = (SIMPLIFIED * 9).encode(encoding) + b"\xff\n" + (SIMPLIFIED * 9).encode(encoding)
    assert decode(data, declared) == SIMPLIFIED * 9 + "\ufffd\n" + SIMPLIFIED * 9


def test_a_character_that_shows_nothing_is_dropped() -> None:
    """Pages and chats leave spaces without width between a number and the border of its cell."""
    assert decode("规章\t1\u200b2\u00ad\t\u200e3\n".encode()) == "规章\t12\t3\n"


def test_a_stray_control_character_is_dropped() -> None:
    assert decode("规章\x07 0".encode()) == "规章 0"


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        b"PK\x03\x04\x14\0\x06\0" + bytes(range(256)),
        bytes(99),
        b"\x01\x02\x03\x04",
    ],
)
def test_binary_data_is_no_text(data: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.key == "not_text"


def test_bytes_of_no_known_encoding_are_refused() -> None:
    with pytest.raises(SourceError) as caught:
        decode(b"\xff\xfa\xff" * 40)
    assert caught.value.key == "undecodable"


@given(st.binary(max_size=300), st.none() | st.sampled_from(["utf-8", "gbk", "big5", "utf-16"]) | st.text(max_size=6))
def test_any_bytes_give_clean_text_or_a_source_error(data: bytes, declared: str | None) -> None:
    try:
        text = decode(data, declared)
    except SourceError:
        return
    assert not set(text) & {chr(code) for code in (*range(9), 11, 12, 13, *range(14, 32), 0x7F, 0xFFFE, 0xFFFF)}


@pytest.mark.parametrize(
    ("head", "charset"),
    [
        (b'<meta charset="gb2312">', "gb2312"),
        (b"<META http-equiv=Content-Type content='text/html; charset=GBK'>", "GBK"),
        (b"<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
        (b"<p>charset=gbk</p>", None),
        (b"", None),
    ],
)
def test_the_declaration_is_found_in_the_head(head: bytes, charset: str | None) -> None:
    assert declared_charset(b"<html>\n<head>" + head + b"</head>") == charset
