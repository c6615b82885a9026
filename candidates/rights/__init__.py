"""What candidates may ask about their own data, and the office's answers."""
