"""The records of a run: how it goes, what would be sent, what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from drafter.llm import AskFailed, Message, Usage
from drafter.llm import prompts as prompt
from drafter.llm.writer.blocks import Material, Task
from drafter.llm.writer.compose import Rejected
from drafter.report.filing import Sections
from drafter.report.personal_data import Masked, Masker

State = Literal["asked", "heard", "again", "done", "kept", "failed"]


@dataclass(frozen=True, slots=True)
class Options:
    """How the writer works; lengths in tokens."""

    concurrency: int = 4
    context: int | None = None
    max_tokens: int = 2000
    only: tuple[str, ...] = ()
    """Keys of the blocks to write; none: all. The others stay as the roll-forward left them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Something that happened to a block; `characters` of the answer so far, `error` when it failed."""

    key: str
    heading: str
    state: State
    characters: int = 0
    error: AskFailed | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What would be sent for a block first, and about how many tokens that is."""

    task: Task
    messages: tuple[Message, ...]
    tokens: int
    digest: str
    """Of what the block is written from, figures aside: they are references, and judged anew."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that would be sent, and what was taken out of it."""

    material: Material
    requests: tuple[Request, ...]
    masker: Masker
    masked: tuple[Masked, ...]
    withheld: tuple[str, ...]

    @property
    def prefix_tokens(self) -> int:
        """About how many tokens all requests begin with alike."""
        return prompt.tokens_of([self.requests[0].messages[0].content]) if self.requests else 0

    @property
    def tokens(self) -> int:
        """About how many tokens are sent when every block is asked for once."""
        return sum(request.tokens for request in self.requests)


@dataclass(frozen=True, slots=True)
class ModelNarrative:
    """What a model wrote: draft text with references and open marks, and the whole record of how it came about."""

    narrative: Sections
    model: str
    blocks: tuple[Mapping[str, Any], ...]
    """Each block's record: items, exchanges, rung, prompt digest, usage, attempts, seconds, time."""
    rejected: tuple[Rejected, ...]
    masked: tuple[Masked, ...]
    withheld: tuple[str, ...]
    sentences: int
    failed: tuple[Mapping[str, Any], ...] = ()
    """Each block that the model did not manage and that stands open: key, reason, attempts."""
    usage: Usage = field(default=Usage())
