"""Audition clips: taken in bit by bit, looked at by a job, played to who may see them.

A clip belongs to a candidate, or still to an application, which points at it from
above. It comes by the tus protocol (https://tus.io), each piece an object of its own in
the store (`spark/files`), so that nothing is lost with a process or a machine.
"""
