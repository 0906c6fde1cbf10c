"""Check `share`: a part, its whole and the percentage, one way of telling them to a module."""
