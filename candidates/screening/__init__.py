"""Stage 1: who is taken. The office calls and decides, reviewers judge."""
