"""Stage 5: the matrix team, from probation to a confirmed place."""
