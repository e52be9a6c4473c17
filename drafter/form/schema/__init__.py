"""The vocabularies that a form is written in, strict: tables and sections, and how figures are said."""
