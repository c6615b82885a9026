"""Live rooms: the office opens their slots, mentors look after them in shifts."""
