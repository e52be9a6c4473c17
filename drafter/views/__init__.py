"""Views: how results are shown to people."""
