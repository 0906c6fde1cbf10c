"""One self-contained page: the report's text with every figure coloured by what is known, findings beside it."""

from __future__ import annotations

from auditlint.model import Result
from auditlint.reporters import RenderOptions
from auditlint.reporters.page import build


def render(result: Result, options: RenderOptions) -> str:
    """The page; over several reports it begins with an index."""
    return build.page(result, options)
