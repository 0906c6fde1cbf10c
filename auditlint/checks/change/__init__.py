"""Check `change`: a value, the one before it, the difference and the rate, one way of telling them to a module."""
