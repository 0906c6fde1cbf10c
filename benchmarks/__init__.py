"""Measurements: accuracy on generated reports, speed, and scores on the halves of labelled material."""

import os

os.environ["AUDITLINT_TRACEBACK"] = "1"  # a rule that breaks stops the measurement
