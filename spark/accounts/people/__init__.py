"""Who works here: inviting, roles, handing over, switching off."""
