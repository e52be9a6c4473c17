"""Which texts are one another's earlier and later wording."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from drafter.comparison.align import Group, align, moves

A = "健全信息发布审核制度，坚持先审后发。"
B = "定期清理门户网站的过期信息，共清理26条。"
C = "召开业务培训会2次，培训工作人员60人次。"
D = "完成检索功能的升级，群众查询更加方便。"

lists = st.lists(st.sampled_from((A, B, C, D, A + B, "短。", B.replace("26", "31"))), max_size=7)


@given(lists, lists)
def test_every_text_is_in_one_group_and_the_groups_are_in_order(old, new):
    groups = align(old, new)
    assert [i for group in groups for i in group.old] == list(range(len(old)))
    assert [j for group in groups for j in group.new] == list(range(len(new)))
    assert all(group.old or group.new for group in groups)


def test_numbers_do_not_make_texts_unlike():
    assert align([B], [B.replace("26", "1,345")]) == (Group((0,), (0,)),)


def test_a_text_in_between_is_new_and_the_others_stay_together():
    assert align([A, C], [A, B, C]) == (Group((0,), (0,)), Group((), (1,)), Group((1,), (2,)))


def test_a_text_cut_in_two_is_split():
    first, second = "建立台账，明确责任人，", "按月通报办理进度并督促整改。"
    assert align([first + second], [first[:-1] + "。", second]) == (Group((0,), (0, 1)),)


def test_two_texts_made_one_are_joined():
    assert align([A, B], [A[:-1] + "；" + B]) == (Group((0, 1), (0,)),)


def test_what_has_nothing_in_common_stays_apart():
    assert align([A], [D]) == (Group((0,), ()), Group((), (0,)))


def test_a_text_out_of_order_is_found_again():
    assert moves([A, B], [D, B.replace("26", "27")]) == ((1, 1),)


def test_short_texts_are_not_taken_for_moved():
    assert moves(["见附件。"], ["见附件。"]) == ()
