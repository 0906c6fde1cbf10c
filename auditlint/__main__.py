"""`auditlint` and `python -m auditlint`: a process that runs one command."""

import gc
import sys


def start() -> int:
    """Run the command line with the collector of circles as a short run wants it; the exit code.

    What a program and a report are made of lives to the end, so looking for circles in it after every few objects is
    in vain, and so is the interpreter's search when it ends.
    """
    gc.set_threshold(100_000)
    from auditlint.cli import main  # what it loads is made of many objects

    code = main()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(start())
