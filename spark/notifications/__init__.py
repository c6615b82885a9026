"""Messages: a row in the action's transaction, delivered later, never lost."""
