"""Files that are damaged, hostile or not what they should be."""

import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.document import paragraph
from drafter.errors import SourceError
from drafter.formats.docx import read
from tests.formats.docx.docx_making import (
    NAMESPACES,
    NUMBERING,
    SAMPLE,
    SAMPLE_BODY,
    STYLES,
    W,
    key_of,
    p,
    package,
    r,
    reads_or_refuses,
    relations,
    tbl,
    tc,
    texts,
    tr,
    zipped,
)


def test_what_is_no_zip_file_is_refused():
    assert key_of(b"") == "empty_file"
    assert key_of("政府信息公开".encode()) == "not_its_format"
    assert key_of(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600)) == "encrypted_or_old"


def test_a_truncated_file_is_refused():
    data = package(p(r("甲")))
    assert {key_of(data[:length]) for length in (4, 100, len(data) - 30)} == {"damaged_docx"}


def test_a_zip_of_an_unknown_version_or_cipher_is_refused():
    data = bytearray(package(p(r("甲"))))
    entry = data.rindex(b"PK\x01\x02")
    unknown, locked = data.copy(), data.copy()
    unknown[entry + 6] = 84
    for place in [match.start() for match in re.finditer(b"PK\x01\x02", data)]:
        locked[place + 8] |= 1
    assert (key_of(bytes(unknown)), key_of(bytes(locked))) == ("damaged_docx", "encrypted_or_old")


@pytest.mark.parametrize(
    ("part", "kind"), [("xl/workbook.xml", ".xlsx"), ("ppt/presentation.xml", ".pptx"), ("readme.txt", ".zip")]
)
def test_another_kind_of_file_is_refused_and_named(part, kind):
    data = zipped({"_rels/.rels": relations(officeDocument=part), part: "<workbook/>"})
    with pytest.raises(SourceError) as caught:
        read(data)
    assert (caught.value.key, caught.value.values) == ("not_a_docx", {"found": kind})


def test_a_docx_file_without_its_text_is_refused():
    assert key_of(zipped({"_rels/.rels": relations(), "word/styles.xml": "<x/>"})) == "not_a_docx"


def test_a_zip_bomb_is_refused_before_it_unpacks(monkeypatch):
    data = package(p(r("0" * 2**20)) * 25)
    unpacked = []
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *given, **_: unpacked.append(given))
    assert key_of(data) == "zip_bomb" and not unpacked
    assert len(data) < 2**18


@pytest.mark.parametrize("body", ["<w:p/>" * 1_000_001, '<w:p w:a=""/>' * 500_001])
def test_more_tags_than_any_report_has_are_refused(body):
    assert key_of(package(body)) == "docx_too_large"


def test_a_bomb_under_another_name_is_not_opened():
    parts = {"_rels/.rels": relations(officeDocument="word/document.bin"), "word/document.bin": "<a>" + "0" * 2**25}
    assert key_of(zipped(parts)) == "not_a_docx"


def test_an_entity_is_refused():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    xml = f"{bomb}<w:document {NAMESPACES}><w:body>{p(r('&b;'))}</w:body></w:document>"
    assert key_of(zipped({"word/document.xml": xml})) == "damaged_docx"


def test_an_external_entity_reads_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("密")
    bomb = f'<!DOCTYPE w [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    xml = f"{bomb}<w:document {NAMESPACES}><w:body>{p(r('&a;'))}</w:body></w:document>"
    assert key_of(zipped({"word/document.xml": xml})) == "damaged_docx"


def test_nesting_without_end_is_refused():
    body = p(r("1"))
    for _ in range(200):
        body = tbl(tr(tc(body)))
    assert key_of(package(body)) == "damaged_docx"


def test_deep_nesting_is_read():
    body = p(r("1"))
    for _ in range(20):
        body = tbl(tr(tc(body)))
    assert texts(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>") == ["Table"]


def test_the_strict_kind_of_docx_is_read():
    transitional = f"<w:document {NAMESPACES}><w:body>{p(r('甲'))}</w:body></w:document>"
    strict = transitional.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert read(zipped({"word/document.xml": strict})).blocks == (paragraph("甲"),)


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, len(SAMPLE)), st.lists(st.tuples(st.integers(0, len(SAMPLE) - 1), st.integers(1, 255)), max_size=4)
)
def test_a_damaged_file_is_read_or_refused(length, flips):
    damaged = bytearray(SAMPLE)
    for place, bits in flips:
        damaged[place] ^= bits
    reads_or_refuses(bytes(damaged[:length] if length % 3 else damaged))


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_file_with_damaged_content_is_read_or_refused(data):
    """Attributes and empty elements are put where they do not belong: the XML stays well-formed, its sense is lost."""

    def damaged(xml: str) -> str:
        attributes = re.findall(r'w:\w+="[^"]*"', xml)
        for attribute in data.draw(st.lists(st.sampled_from(attributes), max_size=4)):
            other = data.draw(st.sampled_from(['w:val=""', 'w:val="-1"', 'w:val="99999999"', 'w:val="x"', 'w:q="1"']))
            xml = xml.replace(attribute, other, data.draw(st.integers(1, 3)))
        empty = re.findall(r"<w:\w+/>", xml)
        for element in data.draw(st.lists(st.sampled_from(empty), max_size=3)) if empty else ():
            xml = xml.replace(
                element, data.draw(st.sampled_from(["", "<w:vMerge/>", "<w:tbl/>", "<w:p/>", "<w:num/>"]))
            )
        return xml

    reads_or_refuses(package(damaged(SAMPLE_BODY), styles=damaged(STYLES), numbering=damaged(NUMBERING)))
