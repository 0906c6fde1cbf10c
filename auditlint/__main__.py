"""`python -m auditlint`."""

import sys

from auditlint.cli import main

if __name__ == "__main__":
    sys.exit(main())
