"""Measures standings: raw sales, sales per viewer and ours, on the same campaign."""
