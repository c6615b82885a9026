"""Rosters as colleges send them: which column is what, and what is wrong with a row.

`roster` says accept, reject or skip for every row below the header. `importing` keeps
what was sent and writes what was accepted, in jobs; `findings` shows what was found.
"""
