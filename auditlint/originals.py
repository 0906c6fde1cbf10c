"""The files of a run's reports once more, for copies with comments and sign-off sheets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

from auditlint.bundle import Member
from auditlint.limits import Limits
from auditlint.model import Document
from auditlint.readers import Source, office
from auditlint.records import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of some members by their paths; any other path is that of a file."""

    members: Mapping[str, Member]
    limits: Limits

    @classmethod
    def of(cls, members: Iterable[Member] = (), limits: Limits | None = None) -> Kept:
        """Those of the members of a run's reports."""
        return cls({m.path: m for m in members}, limits or Limits())

    def given(self, path: str) -> bytes:
        """A file as it was given."""
        return self.members.get(path, Member(path)).content(self.limits)

    def docx(self, document: Document) -> bytes:
        """The .docx form a text document was read from: its file, or what an older format was converted to."""
        data = self.given(document.path)
        if document.format == "docx":
            return data
        name = self.members.get(document.path, Member(document.path)).name or os.path.basename(document.path)
        return office.docx_form(Source(document.path, name, data, self.limits))
