"""Notices shown, consents given and withdrawn, and those of minors' guardians."""
