"""Codecs: bytes to filings and figures, and back."""
