"""Check `table`: what the cells of a table make, one layout or equation to a module."""
