"""Judging live: judges' cards of trials, compliance incidents, and the live board."""
