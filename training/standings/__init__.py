"""What came of trials: the results."""
