"""Check `balance`: what there was, what came and went and what is left, one way of telling them to a module."""
