"""A record is what the standard library's `dataclass` would make of its class."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, replace
from typing import Any

import pytest

from drafter import records

KINDS = (
    {"frozen": True, "slots": True},
    {"frozen": True, "eq": False},
    {"frozen": True},
    {"slots": True},
    {},
)
MAKERS = {"ours": records.dataclass, "standard": dataclasses.dataclass}


def classes(maker: Callable[..., Any], options: dict[str, bool]) -> tuple[Any, Any, Any]:
    """A class with fields of every kind, one with a single field, and one that has the first as its base."""

    @maker(**options)
    class Wide:
        """What is said of it."""

        name: str
        size: int = 3
        parts: list[str] = field(default_factory=list, compare=False)
        secret: str = field(default="x", repr=False)

        @property
        def double(self) -> int:
            return self.size * 2

    @maker(**options)
    class Narrow:
        name: tuple[str, ...] = ()

    @maker(**options)
    class Longer(Wide):
        more: int = 0

    return Wide, Narrow, Longer


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_a_record_looks_and_compares_as_the_standard_one(options: dict[str, bool]) -> None:
    seen = []
    for maker in MAKERS.values():
        wide, narrow, longer = classes(maker, options)
        one, same, other = wide("a"), wide("a", 3, ["not compared"]), wide(name="a", size=4)
        seen.append(
            (
                [repr(item) for item in (one, other, narrow(), narrow(("b",)), longer("c", more=2))],
                [one == same, one == other, one != other, one == narrow(), narrow() == narrow(), longer("a") == one],
                [one.parts, one.parts is same.parts, other.double, replace(one, size=9).size],
                [item.name for item in dataclasses.fields(longer)],
                dataclasses.asdict(longer("d", 1, ["e"])),
                wide.__match_args__,
                wide.__doc__,
                hasattr(one, "__dict__"),
                wide.__hash__ is None,
            )
        )
    assert seen[0] == seen[1]


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_records_that_are_equal_are_one_in_a_set(options: dict[str, bool]) -> None:
    counts = []
    for maker in MAKERS.values():
        wide, narrow, _ = classes(maker, options)
        if wide.__hash__ is not None:
            counts.append(len({wide("a"), wide("a"), wide("b"), narrow(), narrow()}))
    assert len(set(counts)) <= 1


@pytest.mark.parametrize("options", KINDS, ids=str)
def test_a_frozen_record_cannot_be_changed(options: dict[str, bool]) -> None:
    wide, _, _ = classes(records.dataclass, options)
    one = wide("a")
    if options.get("frozen"):
        with pytest.raises(FrozenInstanceError):
            one.name = "b"
        with pytest.raises(FrozenInstanceError):
            del one.name
        assert one.name == "a"
    else:
        one.name = "b"
        assert one.name == "b"


@pytest.mark.parametrize("arguments", [(), ("a", 1, [], "x", 5)])
def test_wrong_arguments_are_told_each_time(arguments: tuple[object, ...]) -> None:
    wide, _, _ = classes(records.dataclass, {"frozen": True, "slots": True})
    for _ in range(2):
        with pytest.raises(TypeError, match="argument"):
            wide(*arguments)
    with pytest.raises(TypeError, match="unexpected"):
        wide("a", unknown=1)


@records.dataclass(frozen=True, slots=True)
class Kept:
    """A record that is written and read again."""

    name: str
    inner: tuple[int, ...] = (1, 2)


def test_a_record_goes_to_another_process_and_back() -> None:
    one = Kept("a", (3,))
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.deepcopy(one) == one
    assert copy.copy(one) == one
