"""Check `score`: points, full marks and their totals, one form of telling them to a module."""
