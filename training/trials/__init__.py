"""Trial broadcasts: a campaign and its rounds, and trials as mentors run them."""
