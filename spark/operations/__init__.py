"""How Spark itself is doing: its queues, its periodic jobs, what was not delivered."""
