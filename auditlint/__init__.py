"""auditlint: a consistency-audit linter for Chinese fiscal disclosure reports.

    import auditlint

    rules = auditlint.load_rules()
    report = auditlint.audit([auditlint.read("report.docx")], rules)
    for finding in report.findings:
        print(finding.location.section, finding.message)

Every name is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # what type checkers take for true; a module of its own would be one more to load

if TYPE_CHECKING:
    from auditlint.api import audit, check, load_rules, read, render
    from auditlint.errors import AuditlintError, FaultyFile, ReadError, UsageError
    from auditlint.model import Document, Fact, Figure, Finding, Location, Relation, ReportResult, Result
    from auditlint.packs import Rulebook
    from auditlint.settings import Settings

__version__ = "0.1.0"

_HOMES = {
    **dict.fromkeys(("audit", "check", "load_rules", "read", "render"), "auditlint.api"),
    **dict.fromkeys(("AuditlintError", "FaultyFile", "ReadError", "UsageError"), "auditlint.errors"),
    **dict.fromkeys(
        ("Document", "Fact", "Figure", "Finding", "Location", "Relation", "ReportResult", "Result"), "auditlint.model"
    ),
    "Rulebook": "auditlint.packs",
    "Settings": "auditlint.settings",
}

__all__ = [
    "AuditlintError",
    "Document",
    "Fact",
    "FaultyFile",
    "Figure",
    "Finding",
    "Location",
    "ReadError",
    "Relation",
    "ReportResult",
    "Result",
    "Rulebook",
    "Settings",
    "UsageError",
    "__version__",
    "audit",
    "check",
    "load_rules",
    "read",
    "render",
]


def __getattr__(name: str) -> object:
    """A public name, imported now."""
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'auditlint' has no attribute '{name}'")


def __dir__() -> list[str]:
    """The public names."""
    return list(__all__)
