"""The security log: log-ins, and what lets somebody in or shows them more."""
