"""The timetable of trials: who goes on air when, fairly and within the rules.

Arithmetic alone: nothing here knows of Django, of rows or of the law. What of these
counts is in the instance, and nothing but the instance is obeyed.
"""
