"""Stages screening and incubation, and the register they start from.

Campus coordinators send rosters and keep papers; the programme office calls, decides
and releases; reviewers judge.
"""
