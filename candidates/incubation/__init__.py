"""Stage 2: the internship. The college keeps the papers, the rules of law hold."""
