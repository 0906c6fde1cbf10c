"""Consistent-by-construction reports of invented departments, their truth, and their mutants."""

from tests.generator.mutation import Mutant, mutants
from tests.generator.reports import generate
from tests.generator.writer import Mark, Report, Truth

__all__ = ["Mark", "Mutant", "Report", "Truth", "generate", "mutants"]
