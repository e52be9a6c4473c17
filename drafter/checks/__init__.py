"""Checks: pure functions from figures, filings and the form to findings."""
