"""Plans of a round: made by hand or by the solver, then published."""
