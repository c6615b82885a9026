"""Duties: what somebody must do by some time, and what happens otherwise."""
