"""What a run would send and how it goes, as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from drafter.document import Notice
from drafter.masking import Masked
from drafter.messages import error_text, say
from drafter.modelwriter import ModelNarrative, Prepared, Progress


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
    for notice in hidden_notices(prepared.masked, prepared.withheld):
        yield say(language, f"notices.{notice.key}", **dict(notice.values))
    whole, once = prepared.tokens, prepared.tokens - prepared.prefix_tokens * (len(prepared.requests) - 1)
    yield say(language, "writing.dry_total", count=len(prepared.requests), tokens=whole, cached=once)


def hidden_notices(masked: Iterable[Masked], withheld: Iterable[str]) -> Iterator[Notice]:
    """What was taken out before sending: personal data by kind and place, and text that speaks to a machine."""
    for item in masked:
        yield Notice("masked", (("token", item.token), ("shown", item.shown), ("where", item.where)))
    for text in withheld:
        yield Notice("withheld", (("text", text),))


def used_notice(written: ModelNarrative) -> Notice:
    """What a run came to: sentences, and tokens as the server counted them."""
    kept, usage = written.sentences, written.usage
    counts = {"sentences": kept, "rejected": len(written.rejected), "failed": len(written.failed)}
    return Notice("model_used", (*counts.items(), *asdict(usage).items()))


def progress_line(progress: Progress, language: str) -> str:
    """What happened to a block."""
    reason = error_text(language, progress.error).rstrip("\u3002.") if progress.error else ""
    return say(
        language,
        f"writing.{progress.state}",
        key=progress.key,
        heading=progress.heading,
        count=progress.characters,
        reason=reason,
    )
