"""Check `sum`: a total against its parts, one reading of lists, rows and brackets to a module."""
