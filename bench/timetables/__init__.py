"""Measures timetables: first come first served, a flow, and ours, on the same round."""
