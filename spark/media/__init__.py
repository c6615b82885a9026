"""Videos that people send: looked at, and made into what every browser plays.

    found = probe(path)                       # or Refused, with words for who sent it
    if not found.playable:
        render(path, target)

Both work in a process of their own with bounds (`running.py`), since a file from
outside may be made to crash, fill or lead astray whatever reads it. That process opens
the one file and nothing else: no list of other files, no address, no unusual format
(`child/opening.py`). `probe` takes seconds, `render` minutes: a job's work, never a
request's.

A phone's video may say where it was taken; what `render` makes says nothing.
"""

from spark.media.probing import LONGEST, QUIET, SHORTEST, SILENT, Probed, probe
from spark.media.rendering import render

__all__ = ["LONGEST", "QUIET", "SHORTEST", "SILENT", "Probed", "probe", "render"]
