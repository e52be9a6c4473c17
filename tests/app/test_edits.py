"""What a person does to a draft's text, and then to the workbook: the final text never contradicts it unseen."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document

import drafter
from drafter.document import Span
from drafter.report.filing import show

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
ENTRIES = "文字用数"
OTHER_WORDS = {
    "全年": "一年来", "发布": "推出", "召开": "举办", "更新": "调整", "设立": "建成", "开展": "组织", "通过": "经由",
    "举办": "承办", "编印": "印发", "提交的": "递来的", "予以公开": "向其公开", "访问量": "点击量", "引起": "引发",
}  # fmt: skip
NUMBER = "[0-9０-９][0-9０-９.,]*万?"
SOME = f"(?:{NUMBER}|【[^】]*】|[^，。；0-9]{{1,12}})"
LEADS = ("据统计，", "其间，", "全县上下，")


@pytest.fixture
def case(tmp_path: Path) -> drafter.Case:
    shutil.copytree(EXAMPLES, tmp_path / "案卷", ignore=shutil.ignore_patterns("expected", "drafts"))
    return drafter.Case.open(tmp_path / "案卷")


def type_entry(case: drafter.Case, name: str, value: str | None) -> None:
    """Type a number for an entry into the workbook."""
    path = case.path / "figures.xlsx"
    book = openpyxl.load_workbook(path)
    row = next(row for row in book[ENTRIES].iter_rows() if row[0].value == name)
    row[5].value = value
    book.save(path)


def rewrite(path: Path, changes: dict[str, str]) -> None:
    """Put other texts in the place of paragraphs of a Word file, as a person would; an empty one takes it out."""
    document = Document(str(path))
    for paragraph in document.paragraphs:
        for old, new in changes.items():
            if old and old in paragraph.text:
                text = paragraph.text.replace(old, new, 1)
                for run in paragraph.runs[1:]:
                    run.text = ""
                paragraph.runs[0].text = text
                if not text.strip():
                    paragraph._element.getparent().remove(paragraph._element)
                break
    document.save(str(path))


def text_of(case: drafter.Case) -> str:
    filing = case.current().filing
    return "\n".join(text for blocks in filing.narrative.values() for block in blocks for text in block.paragraphs)


def rules(case: drafter.Case) -> list[str]:
    """Errors of the rules on quantities that no table holds, by code."""
    return [f"{item.rule} {item.severity.value}" for item in case.check().findings if item.rule in ("T13", "T14")]


def test_a_number_typed_over_a_mark_is_held_against_the_workbook_and_follows_it(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"【待核：上年26】": "27"})
    case.draft()
    assert "基本目录27个领域" in text_of(case)
    type_entry(case, "overview.management.1", "29")
    assert rules(case) == ["T13 error"]
    type_entry(case, "overview.management.1", "27")
    assert rules(case) == []
    case.draft()
    type_entry(case, "overview.management.1", "29")
    assert rules(case) == [] and "基本目录29个领域" in text_of(case)


def test_both_typed_at_once_are_one_number(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"【待核：上年26】": "２７"})
    type_entry(case, "overview.management.1", "27")
    case.draft()
    type_entry(case, "overview.management.1", "28")
    assert rules(case) == [] and "基本目录28个领域" in text_of(case)


def test_a_typed_number_that_stands_nowhere_is_told(case: drafter.Case) -> None:
    draft = case.draft().paths[".docx"]
    rewrite(draft, {"更新主动公开基本目录【待核：上年26】个领域。": ""})
    type_entry(case, "overview.management.1", "27")
    assert rules(case) == ["T14 warning"]
    rewrite(draft, {"全年制发": "目录现已覆盖31个门类。全年制发"})
    assert rules(case) == ["T14 warning"]


def test_another_number_of_its_unit_where_none_states_it_is_an_error(case: drafter.Case) -> None:
    rewrite(case.draft().paths[".docx"], {"更新主动公开基本目录【待核：上年26】个领域。": "目录里现有门类31个。"})
    type_entry(case, "overview.management.1", "27")
    assert rules(case) == ["T14 error"]


def test_a_sentence_that_was_moved_to_another_part_still_follows_the_workbook(case: drafter.Case) -> None:
    sentence = "编印《青禾县人民政府公报》4期"
    rewrite(case.draft().paths[".docx"], {f"{sentence}，": "", "全年举办业务培训": f"{sentence}。全年举办业务培训"})
    case.draft()
    type_entry(case, "overview.platform.3", "6")
    assert "编印《青禾县人民政府公报》6期。全年举办" in text_of(case)


# --- generated edits --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Told:
    """A number of the text with what it stands for: an address, or an entry with its prefix."""

    text: str
    stands_for: str


Sentence = tuple[str | Told, ...]


def sentences(spans: tuple[Span, ...]) -> Iterator[Sentence]:
    """A paragraph of a draft as sentences of words and numbers."""
    parts: list[str | Told] = []
    for span in spans:
        target = span.target or ""
        known = re.fullmatch(r"(entry:)?[a-z_.0-9]+", target)
        if known:
            parts.append(Told(span.text, target))
            continue
        for piece in re.findall(r"[^。]*。|[^。]+", span.text):
            parts.append(piece)
            if piece.endswith("。"):
                yield tuple(parts)
                parts = []
    if parts:
        yield tuple(parts)


def written(sentence: Sentence) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in sentence)


class Editor:
    """A person at a draft: types numbers over others, rewrites, moves and deletes sentences, at random but knowing."""

    def __init__(self, draft: object, seed: int) -> None:
        self.random = random.Random(seed)
        spans = draft.drafted.rendered.spans  # type: ignore[attr-defined]
        self.before = ["".join(span.text for span in item) for item in spans.values()]
        self.paragraphs = [list(sentences(item)) for item in spans.values()]

    def edit(self, times: int) -> dict[str, str]:
        for _ in range(times):
            at = self.random.choice([n for n, found in enumerate(self.paragraphs) if any(map(self.numbers, found))])
            own = self.paragraphs[at]
            which = self.random.choice([n for n, sentence in enumerate(own) if self.numbers(sentence)])
            self.random.choice((self.type, self.type, self.reword, self.move, self.delete))(own, which)
        after = ["".join(map(written, found)) for found in self.paragraphs]
        return {old: new for old, new in zip(self.before, after, strict=True) if old != new}

    @staticmethod
    def numbers(sentence: Sentence) -> list[int]:
        return [n for n, part in enumerate(sentence) if isinstance(part, Told)]

    def type(self, own: list[Sentence], which: int) -> None:
        sentence, at = own[which], self.random.choice(self.numbers(own[which]))
        part = sentence[at]
        assert isinstance(part, Told)
        own[which] = (*sentence[:at], replace(part, text=str(self.random.randint(2, 97))), *sentence[at + 1 :])

    def reword(self, own: list[Sentence], which: int) -> None:
        words = self.random.sample(list(OTHER_WORDS), 8)
        changed = []
        for part in own[which]:
            if isinstance(part, str):
                for word in words:
                    part = part.replace(word, OTHER_WORDS[word])
            changed.append(part)
        lead = self.random.choice((*LEADS, ""))
        own[which] = (lead, *changed)

    def move(self, own: list[Sentence], which: int) -> None:
        sentence = own.pop(which)
        target = self.random.choice(self.paragraphs)
        target.insert(self.random.randint(0, len(target)), sentence)

    def delete(self, own: list[Sentence], which: int) -> None:
        if len(own) > 1:
            del own[which]

    @property
    def standing(self) -> Iterator[tuple[str, str]]:
        """A pattern of the words up to each number that still stands, from its sentence's start, and what it is."""
        for paragraph in self.paragraphs:
            for sentence in paragraph:
                for at in self.numbers(sentence):
                    part = sentence[at]
                    assert isinstance(part, Told)
                    before = "".join(re.escape(item) if isinstance(item, str) else SOME for item in sentence[:at])
                    if len(written(sentence[:at])) > 3:
                        yield before, part.stands_for


def change_workbook(case: drafter.Case, chance: random.Random) -> None:
    """Late figures and late quantities of the text, a few of each."""
    path = case.path / "figures.xlsx"
    book = openpyxl.load_workbook(path)
    rows = [row for row in book[ENTRIES].iter_rows(min_row=4) if "." in str(row[0].value)]
    for row in chance.sample(rows, 8):
        row[5].value = chance.randint(2, 97)
    for sheet in book:
        cells = [cell for row in sheet.iter_rows() for cell in row if type(cell.value) is int and cell.value > 20]
        for cell in chance.sample(cells, min(2, len(cells))) if sheet.title != ENTRIES else ():
            cell.value += chance.randint(1, 9)
    book.save(path)


def unseen(case: drafter.Case, editor: Editor) -> list[str]:
    """Numbers of the text that are not the workbook's, and that nothing tells which holds the final text back."""
    now, checked = case.current(), case.check()
    facts, text = now.facts.with_entries(now.drafted.kept.entries), text_of(case)  # type: ignore[union-attr]
    errors = [item.finding for item in checked.judged if item.holds_back]
    told = "\n".join(f"{item.message.zh}{item.place.text or ''}" for item in errors)
    found = []
    for before, stands_for in editor.standing:
        for match in re.finditer(f"{before}({NUMBER})", text):
            entry = facts.entry_of.get(stands_for.removeprefix("entry:"))
            value = entry.value if entry else show(facts.value(stands_for))
            if value is None or value == match.group(1):
                continue
            seen = match.group()[-6 - len(match.group(1)) :] in told
            named = entry is not None and any(entry.sentence in item.message.zh for item in errors)
            if not (seen or named):
                found.append(f"{match.group()}: {stands_for} = {value}")
    return found


def play(case: drafter.Case, seed: int) -> list[str]:
    chance = random.Random(seed)
    draft = case.draft()
    editor = Editor(draft, seed)
    rewrite(draft.paths[".docx"], editor.edit(chance.randint(2, 12)))
    if chance.random() < 0.5:
        case.draft()
    change_workbook(case, chance)
    if chance.random() < 0.5:
        case.draft()
    return unseen(case, editor)


@pytest.mark.parametrize("seed", range(4))
def test_after_an_edit_no_number_of_the_text_contradicts_the_workbook_unseen(case: drafter.Case, seed: int) -> None:
    assert play(case, seed) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4, 204))
def test_after_200_edits_no_number_of_the_text_contradicts_the_workbook_unseen(case: drafter.Case, seed: int) -> None:
    assert play(case, seed) == []
