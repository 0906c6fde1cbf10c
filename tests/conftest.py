"""What holds for every test: a rule that breaks inside fails the test that ran it, in whatever process it ran."""

from __future__ import annotations

import os

os.environ["AUDITLINT_TRACEBACK"] = "1"
