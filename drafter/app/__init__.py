"""What the commands do, one verb each, from paths and options to results."""
