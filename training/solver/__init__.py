"""The timetable of trials: who goes on air when, fairly and within the rules.

Knows nothing of Django, database rows or the law: `training.timetable.load` puts all
that counts into the instance, and nothing but the instance is obeyed.
"""
