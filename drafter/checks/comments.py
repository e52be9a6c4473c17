"""Comments that people wrote into a draft's file: each is told until somebody answers it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from drafter.checks.matter import Matter
from drafter.checks.rules import Outcome, Rule
from drafter.messages import both
from drafter.report import Severity


def check_comments(matter: Matter) -> Iterator[Outcome]:
    """Every comment of a person, at its place; its own words tell it from others."""
    for place, comment in matter.context.comments:
        on = comment.around if comment.column is not None else comment.quote or place.text or ""
        key = "comment" if comment.date else "comment_undated"
        message = both(f"findings.{key}", author=comment.author, date=comment.date, text=comment.text, quote=on)
        yield COMMENT.failed(replace(place, text=comment.text), message, source=comment.author)


COMMENT = Rule("M1", Severity.INFO, check_comments)
RULES = (COMMENT,)
