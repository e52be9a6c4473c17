"""What a run would send and how it goes, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.messages import say
from drafter.modelwriter import Prepared, Progress


def dry_run_lines(prepared: Prepared, language: str) -> Iterator[str]:
    """Every message to the letter, the first once, then what was masked and withheld, and about how many tokens."""
    for index, request in enumerate(prepared.requests):
        first, own = request.messages
        if index == 0:
            yield say(language, "writing.dry_prefix", tokens=prepared.prefix_tokens, count=len(prepared.requests))
            yield first.content.rstrip("\n")
        tokens = request.tokens - prepared.prefix_tokens
        yield say(language, "writing.dry_block", key=request.task.key, heading=request.task.heading, tokens=tokens)
        yield own.content.rstrip("\n")
    yield from hidden_lines(prepared, language)
    whole, once = prepared.tokens, prepared.tokens - prepared.prefix_tokens * (len(prepared.requests) - 1)
    yield say(language, "writing.dry_total", count=len(prepared.requests), tokens=whole, cached=once)


def hidden_lines(prepared: Prepared, language: str) -> Iterator[str]:
    """What was taken out before sending: personal data by kind and place, and text that speaks to a machine."""
    for item in prepared.masked:
        yield say(language, "writing.masked", token=item.token, shown=item.shown, where=item.where)
    for text in prepared.withheld:
        yield say(language, "writing.withheld", text=text)


def progress_line(progress: Progress, language: str) -> str:
    """What happened to a block."""
    return say(
        language, f"writing.{progress.state}", key=progress.key, heading=progress.heading, count=progress.characters
    )
