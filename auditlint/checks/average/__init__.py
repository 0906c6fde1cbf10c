"""Check `average`: a total, a number and what falls on each, one way of telling them to a module."""
