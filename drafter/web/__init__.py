"""The workbench: one local page for a case, through the same functions as the commands."""
