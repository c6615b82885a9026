"""Stage training: courses, and from there to who qualifies."""
