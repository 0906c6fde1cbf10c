"""auditlint: a consistency-audit linter for Chinese fiscal disclosure reports."""

__version__ = "0.1.0"
