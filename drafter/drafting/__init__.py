"""Drafts: rolled forward, written out with this year's figures, revised, merged with the tables into a document."""
