"""Typed errors for input that cannot be used: each tells the place, the reason and the remedy."""

from __future__ import annotations

from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a rule, lexicon or configuration file; line and column are 0-based, -1 where unknown."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        if self.line < 0:
            return f"{self.path}: {self.message}"
        return f"{self.path}:{self.line + 1}:{self.column + 1}: {self.message}"


class Malformed(ValueError):
    """A text that a small language refuses: where in the text (0-based), and why in both languages."""

    def __init__(self, offset: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.offset = offset
        self.zh = zh
        self.en = en


class AuditlintError(Exception):
    """Base of every error a caller may want to catch; `str()` is one sentence fit for a person."""


class ReadError(AuditlintError):
    """A report that cannot be read: its path, why, and what to do about it."""

    def __init__(self, path: str, reason: str, remedy: str = "") -> None:
        super().__init__(f"{path}: {reason}{remedy}")
        self.path = path
        self.reason = reason
        self.remedy = remedy


class FaultyFile(AuditlintError):
    """A YAML file of ours (rules, lexicon, configuration, accepted findings) with all its faults."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class UsageError(AuditlintError):
    """A wrong option or argument."""
