"""Who sells best, told apart from room, hour and luck, and how sure that is.

Knows nothing of Django, database rows or the law: results in, standings out. What it
does and what it can't know is in docs/standings.md.
"""
