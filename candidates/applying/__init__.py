"""Students apply by themselves, without an account; their college confirms them."""
