"""The list of candidates: narrowed, kept, as a board, taken out; home's numbers."""
