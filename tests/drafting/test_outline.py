"""What a narrative must hold: a request where nothing is said, every note once, and notes that went are gone."""

from __future__ import annotations

from drafter.drafting.outline import complete_narrative, with_notes, without_notes
from drafter.form import Form
from drafter.report.filing import Block
from drafter.report.notes import Note

ONE = Note("overview.platform.1", "overview", "platform", "印发手册2种")
TWO = Note("problems.2", "problems", None, "公示栏更新不快。")


def test_every_topic_without_text_is_asked_for(form: Form) -> None:
    (overview, *_) = [section for section in form.sections if section.topics]
    found = complete_narrative({}, form)
    asked = [block for block in found[overview.key] if block.topic]
    assert [block.topic for block in asked] == [topic.key for topic in overview.topics]
    assert all(
        block.paragraphs[-1] == f"【待核：{topic.asks}】" for block, topic in zip(asked, overview.topics, strict=True)
    )


def test_what_is_there_stays_and_is_not_asked_for(form: Form) -> None:
    own = Block(("完成改版。",), "（四）平台", "platform")
    found = complete_narrative({"overview": (own,)}, form)["overview"]
    assert own in found and sum(block.topic == "platform" for block in found) == 1


def test_what_a_note_tells_is_not_asked_for(form: Form) -> None:
    found = complete_narrative({}, form, [ONE, TWO])
    (platform,) = [block for block in found["overview"] if block.topic == "platform"]
    assert not any("【待核" in text for text in platform.paragraphs)
    assert not any("【待核" in text for block in found["problems"] for text in block.paragraphs)


def test_a_note_stands_under_its_topic_behind_what_is_there(form: Form) -> None:
    narrative = {"overview": (Block(("甲",), "平台", "platform"), Block(("乙",), "监督", "supervision"))}
    found = with_notes(narrative, [ONE], form)["overview"]
    assert found[0].paragraphs == ("甲", f"{{note:{ONE.id}}}。") and found[1] == narrative["overview"][1]


def test_a_topic_that_is_not_there_is_begun_for_its_note(form: Form) -> None:
    (block,) = with_notes({}, [ONE], form)["overview"]
    assert block.topic == "platform" and block.heading in {topic.heading for topic in form.section("overview").topics}


def test_a_note_that_is_held_already_is_not_said_twice(form: Form) -> None:
    narrative = {"other_matters": (Block((f"甲。{{note:{ONE.id}}}。",)),)}
    assert with_notes(narrative, [ONE], form) == narrative


def test_notes_that_went_leave_neither_their_paragraph_nor_their_sentence(form: Form) -> None:
    narrative = {
        "overview": (Block(("甲。", f"{{note:{ONE.id}}}", f"乙。{{note:{ONE.id}}}。丙。")),),
        "problems": (Block((f"{{note:{TWO.id}}}丁。", f"其中{{note:{ONE.id}|number:1}}种。")),),
    }
    found = without_notes(narrative, [ONE, TWO], form)
    assert found["overview"][0].paragraphs == ("甲。", "乙。丙。")
    assert found["problems"][0].paragraphs == ("丁。", f"其中{{note:{ONE.id}|number:1}}种。"), (
        "a part of a sentence stays"
    )
