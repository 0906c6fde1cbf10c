"""Check `completion`: what was planned, what was done and the rate, one way of telling them to a module."""
