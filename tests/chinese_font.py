"""A Chinese font for PDF files that embed none; tests that need one skip, with the reason, where there is none.

Without one, pdfium takes a character that stands alone in several cells for one printed over another, and drops it.
"""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from auditlint import readers
from tests.generator.printing import Paper, printed
from tests.generator.workbook import accounts, tables

_OFTEN = ("国有资本经营预算财政拨款", "公务用车购置费")  # labels of which one character stands alone in its line


@cache
def _installed() -> bool:
    grids = tables(accounts(Random(8)))
    read = readers.read("表.pdf", data=printed(grids, "", Paper()))
    return set(_OFTEN) <= {block.text for block in read.blocks}


def needed() -> None:
    """Skip the test that calls it where there is no Chinese font."""
    if not _installed():
        pytest.skip("no Chinese font (such as fonts-wqy-zenhei) is installed; these PDF files embed none")
