"""Totals that are broken down in text, by items, by channel, by kind of applicant."""

from __future__ import annotations

import pytest

from drafter.form import Form
from tests.text_cases import judge, raised

CASES = {
    "制作解读材料24件，其中图解16件、视频8件。": [],
    "制作解读材料24件（其中图解16件、视频8件），举办讲座3场。": [],
    "制作解读材料24件，其中图解16件、视频9件。": ["T3 error"],
    "制作解读材料24件，其中图解16件、视频7件。": ["T3 warning"],
    "制作解读材料24件，其中图解3件、视频2件。": [],
    "制作解读材料24件，其中图解16件、视频6件等。": [],
    "制作解读材料20余件，其中图解16件、视频8件。": [],
    "制作解读材料24件。其中图解16件、视频9件。": ["T3 error"],
    "【待核：制作解读材料24件，其中图解16件、视频9件】": [],
    "收到政府信息公开申请113件，其中网络申请90件、当面申请23件。": [],
    "收到政府信息公开申请113件，其中网络申请90件、当面申请33件。": ["T7 error"],
    "收到政府信息公开申请113件，其中网络申请90件、当面申请24件。": ["T7 error"],
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_items_come_to_their_total(text: str, expected: list[str], form: Form) -> None:
    assert raised(judge(form, text)) == expected


def test_a_finding_shows_the_total_and_what_was_added(form: Form) -> None:
    (finding,) = judge(form, "制作解读材料24件，其中图解16件、视频9件。").findings
    assert (finding.expected, finding.found) == ("24", "25")
