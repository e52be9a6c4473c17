"""The model writer: one conversation that sees the whole report, free prose with references, and proof of every number.

Its result is draft text with references, like the roll-forward's: whoever renders it writes the numbers. What a model
answered is handed to `on_reply` at once, and what is handed in again is not asked for.
"""

from drafter.llm.writer.material import Material, gather
from drafter.llm.writer.records import ModelNarrative, Progress
from drafter.llm.writer.requests import Options, Prepared, prepare
from drafter.llm.writer.run import write_narrative

__all__ = [
    "Material",
    "ModelNarrative",
    "Options",
    "Prepared",
    "Progress",
    "gather",
    "prepare",
    "write_narrative",
]
