"""What changed about people, in the order it was committed, for campus systems."""
