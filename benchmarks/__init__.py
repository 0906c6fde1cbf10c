"""Measurements: accuracy on generated reports, speed, and scores on the halves of labelled material."""
