"""An edited text becomes a draft again."""

from __future__ import annotations

import pytest

from drafter.drafting.adopt import entries_as_references, take_wording
from drafter.drafting.draft import KeptDraft
from drafter.drafting.render import Draft
from drafter.form import Form
from drafter.report.facts import Entry, Facts, facts_of
from drafter.report.filing import Block

SENTENCE = "组织乡镇业务培训3场，约谈2次。"
ENTRIES = (
    Entry("overview.management.1", "overview", "management", SENTENCE, "3", "场", "5"),
    Entry("overview.management.2", "overview", "management", SENTENCE, "2", "次", None),
)
DRAFT = "组织乡镇业务培训{entry:overview.management.1}场，约谈{entry:overview.management.2}次。目录已经更新。"
OPEN = "约谈【待核：上年2】次"
ADOPTED = {
    f"组织乡镇业务培训5场，{OPEN}。目录已经更新。": DRAFT,
    f"目录已经更新。组织乡镇业务培训5场，{OPEN}。": "目录已经更新。" + DRAFT.removesuffix("目录已经更新。"),
    f"全年组织乡镇业务培训5场，{OPEN}。": "全年" + DRAFT.removesuffix("目录已经更新。"),
    f"组织乡镇业务培训15场，{OPEN}。": "组织乡镇业务培训15场，约谈{entry:overview.management.2}次。",
    f"组织乡镇业务培训6场，{OPEN}。": "组织乡镇业务培训6场，约谈{entry:overview.management.2}次。",
    "组织乡镇业务培训5场，约谈4次。": "组织乡镇业务培训{entry:overview.management.1}场，约谈4次。",
    "走访企业5家。": "走访企业5家。",
    "用括号{x}写。": "用括号{{x}}写。",
}


@pytest.fixture
def facts(form: Form) -> Facts:
    return facts_of(form, {}, organization="清溪县人民政府", year=2025, entries=ENTRIES)


def draft(text: str, form: Form, topic: str = "management") -> Draft:
    return Draft(form.key, "清溪县人民政府", 2025, {"overview": (Block((text,), None, topic),)})


@pytest.mark.parametrize("topic", ["management", "platform"])
@pytest.mark.parametrize(("edited", "expected"), ADOPTED.items())
def test_a_reference_stands_where_its_words_do_wherever_they_were_moved(
    edited: str, expected: str, topic: str, form: Form, facts: Facts
) -> None:
    kept = KeptDraft(draft(DRAFT, form), {}, ENTRIES)
    found = take_wording(kept, {"overview": (Block((edited,), None, topic),)}, facts)
    assert found["overview"][0].paragraphs == (expected,)


WORDS = {
    "组织乡镇业务培训5场。": "组织乡镇业务培训{entry:overview.management.1}场。",
    "组织乡镇业务培训6场。": "组织乡镇业务培训6场。",
    "组织乡镇业务培训{entry:overview.management.1}场，走访5场。": None,
    "约谈4次，举办讲座5场。": "约谈4次，举办讲座{entry:overview.management.1}场。",
}


@pytest.mark.parametrize(("text", "expected"), WORDS.items())
def test_plain_text_that_states_an_entry_becomes_its_reference(
    text: str, expected: str | None, form: Form, facts: Facts
) -> None:
    assert entries_as_references(draft(text, form), facts)["overview"][0].paragraphs == (expected or text,)
