"""Measures Spark against its budgets: `make bench`."""
