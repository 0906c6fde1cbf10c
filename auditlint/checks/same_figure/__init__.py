"""Check `same-figure`: one figure told in several places, one way of knowing it again to a module."""
