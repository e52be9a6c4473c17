"""The model reader: a narrative goes out without the figures, statements and verdicts on its sentences come back.

A model says what is meant; whether it is so is judged elsewhere, by arithmetic. What a model answered is handed to
`on_reply` at once, paragraph by paragraph, and what is handed in again is not asked for.
"""

from drafter.llm.reader.records import ModelReading
from drafter.llm.reader.run import kept_reading, read_narrative

__all__ = ["ModelReading", "kept_reading", "read_narrative"]
