"""Files embedded in the text."""

import pytest

from drafter.document import Notice, Picture, TableBlock, TextBlock, paragraph
from drafter.errors import SourceError
from drafter.formats.docx import read
from tests.formats.docx.docx_making import ARCHIVE, PAGE, TAKEN_IN, p, package, r, with_file


@pytest.mark.parametrize("data", [PAGE, ARCHIVE + PAGE + b"\n--x--\n"])
def test_a_page_set_into_the_text_is_read(data):
    document = read(with_file("a.htm", data))
    assert [type(block) for block in document.blocks] == [
        TextBlock,
        TextBlock,
        TableBlock,
        TextBlock,
    ]
    assert document.notices == ()


@pytest.mark.parametrize("data", [b"{\\rtf1 12}", package(p(r("12"))), b"12"])
def test_another_file_set_into_the_text_is_a_picture_and_is_told(data):
    document = read(with_file("a.bin", data))
    assert document.blocks == (paragraph("前"), Picture("a.bin"), paragraph("后"))
    assert document.notices == (Notice("file_taken_in", (("name", "a.bin"),)),)


def test_a_file_that_is_not_there_is_told():
    body = TAKEN_IN + '<w:subDoc r:id="none" xmlns:r="r"/>'
    assert read(package(body)).notices == (Notice("file_taken_in", (("name", "?"),)),) * 2


def test_a_file_set_into_the_text_is_weighed():
    with pytest.raises(SourceError) as caught:
        read(with_file("a.htm", b" " * (25 * 2**20)))
    assert caught.value.key == "zip_bomb"
