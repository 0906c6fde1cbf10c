"""The checks by name. A new check is one module, or a package with `check.py`, and one line in `CHECKS`.

A check is a pure generator over the ledger; it knows no rule, severity or wording. Its options are a frozen dataclass:
the fields' names, types and `metadata={"help": …}` are schema, validation and help in one. A field with
`metadata={"read": function}` reads its own node (`function(file, node) -> value`). An options class may have
`faults() -> Iterator[tuple[option, Malformed]]` for what concerns several fields, and a property `fields` for the
message fields that follow from its values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from auditlint.records import dataclass
from auditlint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from auditlint.facts.ledger import Ledger
    from auditlint.model import Relation, Remark


@dataclass(frozen=True, slots=True)
class Check:
    """A kind of test. `run` yields a relation for every equation it could evaluate, or remarks about words.

    `fields` are the names a rule's message may use: the roles of its relations' terms, or its remarks' fields. A check
    that `compares` figures yields relations, whose common fields (`packs.rule_files.COMMON_FIELDS`) come on top.
    """

    name: str
    options: type[Any]
    run: Callable[[Ledger, Any], Iterator[Relation | Remark]]
    fields: tuple[str, ...]
    summary: str
    compares: bool = True


# What a report must have for a check to find anything in it: a table, or figures of a measure or unit. Where it has
# none, neither the check nor the options of its rules are loaded.
NEEDS: Mapping[str, str] = {
    "table": "table",
    "cross-table": "table",
    "same-table": "table",
    "indicator": "target",
    "indicator-name": "target",
    "goal": "target",
    "missed": "target",
    "grade": "score",
    "score": "score",
    "unfilled": "score",
}


class _Checks(Mapping[str, Check]):
    """Checks by name, each module imported when its check is first asked for."""

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> Check:
        found: Check = import_module(self._modules[name]).CHECK
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


# Every one of these modules has `CHECK = Check(name, Options, run, fields, summary)`.
CHECKS: Mapping[str, Check] = _Checks(
    {
        "sum": "auditlint.checks.sum.check",
        "class-sum": "auditlint.checks.class_sum",
        "share": "auditlint.checks.share.check",
        "chart": "auditlint.checks.chart",
        "change": "auditlint.checks.change.check",
        "completion": "auditlint.checks.completion.check",
        "average": "auditlint.checks.average.check",
        "difference": "auditlint.checks.differences",
        "balance": "auditlint.checks.balance.check",
        "year-end": "auditlint.checks.year_end",
        "same-figure": "auditlint.checks.same_figure.check",
        "formula": "auditlint.checks.formula",
        "table": "auditlint.checks.table.check",
        "project": "auditlint.checks.projects",
        "indicator": "auditlint.checks.indicators",
        "indicator-name": "auditlint.checks.indicator_names",
        "score": "auditlint.checks.score.check",
        "cross-table": "auditlint.checks.cross_table",
        "same-table": "auditlint.checks.table_copies",
        "subject": "auditlint.checks.subject_names",
        "definition": "auditlint.checks.definitions",
        "subject-level": "auditlint.checks.subject_levels",
        "subject-list": "auditlint.checks.subject_lists",
        "last-year": "auditlint.checks.last_year",
        "required": "auditlint.checks.required",
        "implied": "auditlint.checks.implied",
        "grade": "auditlint.checks.grades",
        "missed": "auditlint.checks.missed",
        "goal": "auditlint.checks.goals",
        "listed-names": "auditlint.checks.listed_names",
        "pace": "auditlint.checks.pace",
        "unfilled": "auditlint.checks.unfilled",
        "text": "auditlint.checks.text.check",
        "contradiction": "auditlint.checks.contradictions",
        "misprint": "auditlint.checks.misprints",
        "sequence": "auditlint.checks.sequence",
    }
)
