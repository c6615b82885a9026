"""Who did what, when and why: history kept by the database."""
