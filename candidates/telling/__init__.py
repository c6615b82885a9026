"""What people are told: all kinds of it, the office's paragraphs, what is held."""
