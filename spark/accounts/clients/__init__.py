"""Systems that call the API: the office connects them, their campus sees them."""
