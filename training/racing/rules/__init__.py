"""What a round's standings propose, and whose places are free."""
