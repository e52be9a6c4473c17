"""Regular expressions of forms and word lists, which take longer to compile than a report takes to check.

`re` can be given the code of an expression that it compiled before (that is how `pickle` would keep one if it kept the
code); how, is not documented, so that anything unexpected is answered by compiling.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache
from typing import Any

from drafter.cache import PATTERNS

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]

    _MAGIC: int | None = _sre.MAGIC
except (ImportError, AttributeError):  # another Python
    _MAGIC = None


@lru_cache(maxsize=2048)
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, faster where this expression was compiled by an earlier command; re.error if it is none."""
    if _MAGIC is None:
        return re.compile(pattern, flags)
    key = f"{_MAGIC} {int(flags)} {pattern}"
    try:
        kept = PATTERNS.get(key)
        if kept is None:
            kept = _compile(pattern, flags)
            PATTERNS.put(key, kept)
        return _made(pattern, kept)
    except re.error:
        raise
    except (AttributeError, TypeError, ValueError, RuntimeError, OverflowError):
        return re.compile(pattern, flags)


def _compile(pattern: str, flags: int) -> tuple[Any, ...]:
    """What `re` makes of an expression: its flags, its code as bytes, its groups by name."""
    tree = _parser.parse(pattern, flags)
    code = _compiler._code(tree, flags)
    return int(flags | tree.state.flags), array("I", code).tobytes(), tree.state.groups, dict(tree.state.groupdict)


def _made(pattern: str, parts: tuple[Any, ...]) -> re.Pattern[str]:
    flags, code, groups, names = parts
    by_number: list[str | None] = [None] * groups
    for name, number in names.items():
        by_number[number] = name
    made: re.Pattern[str] = _sre.compile(pattern, flags, array("I", code).tolist(), groups - 1, names, tuple(by_number))
    return made
