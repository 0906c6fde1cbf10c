"""The result for a terminal."""

from __future__ import annotations

from auditlint.model import Result
from auditlint.reporters import RenderOptions, concise


def render(result: Result, options: RenderOptions) -> str:
    """Findings one per line, until the full layout."""
    return concise.render(result, options)
