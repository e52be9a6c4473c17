"""The model writer: asks for every block, judges what comes back, asks once more, and keeps every exchange.

Its result is draft text with references, like the roll-forward's: whoever renders it writes the numbers. A finished
block is handed to `on_block` at once, and one that is handed in again is not asked for.
"""

from drafter.llm.writer.blocks import Material, gather
from drafter.llm.writer.compose import Rejected
from drafter.llm.writer.records import ModelNarrative, Options, Prepared, Progress
from drafter.llm.writer.requests import prepare
from drafter.llm.writer.run import write_narrative

__all__ = [
    "Material",
    "ModelNarrative",
    "Options",
    "Prepared",
    "Progress",
    "Rejected",
    "gather",
    "prepare",
    "write_narrative",
]
