"""Results of trials as sheets of the live platform."""
