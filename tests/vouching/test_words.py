"""The words of a sentence that need a source, and those that claim more than a fact."""

from __future__ import annotations

import pytest

from drafter.errors import FormError
from drafter.form import Form, load_form
from drafter.vouching.words import VouchingLexicon, lexicon_of


@pytest.fixture(scope="module")
def lexicon(form: Form) -> VouchingLexicon:
    found = lexicon_of(form)
    assert found is not None
    return found


CLAIMS = [
    ("网站访问量大幅提高", {"大幅": "degree"}),
    ("加强组织领导", {}),
    ("由县司法局审核", {"县司法局": "actor", "司法局": "actor"}),
    ("我局做好公开", {}),
    ("得益于宣传到位", {"得益于": "cause"}),
    ("办好政务新媒体", {}),
    ("属于国家秘密", {"国家": "actor"}),
]


@pytest.mark.parametrize(("text", "claims"), CLAIMS)
def test_words_that_claim_more_are_told(lexicon: VouchingLexicon, text: str, claims: dict[str, str]) -> None:
    found = {word.text: word.claim.key for word in lexicon.words(text) if word.claim}
    assert found.items() <= claims.items()
    assert bool(found) == bool(claims)


def test_words_do_not_overlap_and_leave_out_what_is_aside(lexicon: VouchingLexicon) -> None:
    text = "率先建成县政务公开大厅，受到群众热烈欢迎"
    words = lexicon.words(text)
    assert all(one.end <= other.start for one, other in zip(words, words[1:], strict=False))
    assert not lexicon.words(text, range(len(text)))


def test_the_clauses_are_the_sentence(lexicon: VouchingLexicon) -> None:
    text = "一是推广图解：含视频，二是编印范本"
    assert "".join(text[start:end] for start, end in lexicon.clauses(text)) == text


def test_a_form_without_words_for_vouching_has_none(tmp_path: object, english: Form) -> None:
    assert lexicon_of(english) is not None


def test_a_mistake_in_the_data_is_told_with_its_place(tmp_path: object, english: Form) -> None:
    import shutil
    from pathlib import Path

    folder = Path(str(tmp_path)) / "form"
    shutil.copytree(english.folder, folder)
    (folder / "vouching.toml").write_text('glue = ["the"]\nglued = []\n', encoding="utf-8")
    with pytest.raises(FormError):
        lexicon_of(load_form(str(folder)))
    (folder / "vouching.toml").unlink()
