"""Loads the rules once in the process that others are forked from; imported for that and nothing else."""

from contextlib import suppress

from auditlint.errors import AuditlintError
from auditlint.jobs import load_rules
from auditlint.settings import Settings

# a faulty rule is told where a report is audited
with suppress(AuditlintError):
    for settings in (Settings(), Settings(lang="en")):
        load_rules(settings)
        load_rules(settings, explained=True)
