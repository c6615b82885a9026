"""What is known of those who go on air: their weeks, their permits, their travel."""
