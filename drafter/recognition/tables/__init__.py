"""Tables of a report, told and read whatever layout they come in: grids, lines of text, streams of cells."""
