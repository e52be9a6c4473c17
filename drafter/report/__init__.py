"""A report as data: figures and narrative, notes, entries, references, findings."""
