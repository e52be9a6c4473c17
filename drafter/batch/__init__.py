"""Many reports at once, for the office above: collected, read, checked, matched to units, summed, returned."""
