"""A case: the folder for one report, as it stands now, and the decisions about it."""
