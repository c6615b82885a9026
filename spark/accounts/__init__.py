"""People, roles, scope, and the partner systems' clients."""
