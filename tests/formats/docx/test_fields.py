"""Form fields show what they hold."""

import pytest

from drafter.document import Aside
from drafter.formats.docx import read
from tests.formats.docx.docx_making import CHOICES, box, p, package, r, texts


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        (box(f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>'), "共12件"),
        (box(f'<w:ddList><w:default w:val="1"/>{CHOICES}</w:ddList>', "\u2002"), "共\u200212件"),
        (box(f"<w:ddList>{CHOICES}</w:ddList>"), "共3件"),
        (box(f'<w:ddList><w:result w:val="9"/>{CHOICES}</w:ddList>'), "共件"),
        (box(f'<w:ddList><w:result w:val="1"/>{CHOICES}</w:ddList>', "3"), "共3件"),
        (box("<w:checkBox><w:default w:val='1'/></w:checkBox>"), "共☒件"),
        (box("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>"), "共☐件"),
        (box("<w:textInput><w:default w:val='7'/></w:textInput>", "5"), "共5件"),
        (box("<w:textInput><w:default w:val='7'/></w:textInput>"), "共件"),
    ],
)
def test_a_box_of_a_form_is_what_it_shows(field, shown):
    assert texts(p(r("共"), field, r("件"))) == [shown]


def test_a_default_that_is_not_shown_is_set_aside():
    field = box("<w:textInput><w:default w:val='7'/></w:textInput>")
    assert read(package(p(field, r("件")))).asides == (Aside("7", "form field"),)
