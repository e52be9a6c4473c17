"""Draft a statutory annual report from last year's report and this year's figures, and check every number in it."""

__version__ = "0.1.0"
