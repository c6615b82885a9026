"""Racing: who goes on after a round, proposed by its standings, decided by people."""
