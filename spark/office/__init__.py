"""Where the programme office edits reference data: unfold's admin at /office/."""
