"""The timetable of trials: who goes on air when, fairly and within the rules.

`problem`, `solve` and `verify` know nothing of Django or of the law: `load` compiles
rows and rules into an instance, and nothing but the instance is obeyed.
"""
