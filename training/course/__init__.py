"""Stage 3: learning and competing. The office runs it and decides who qualifies."""
