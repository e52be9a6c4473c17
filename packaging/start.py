"""What the frozen program runs: the command line, or, started by a double click, the workbench."""

import multiprocessing
import sys

from drafter.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.argv[1:] = sys.argv[1:] or ["serve"]
    main()
