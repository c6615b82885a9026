"""Clips sent and played: a candidate's here, an application's by its own pages."""

from candidates.clips.views.candidates import candidate_clip, clip_act, clip_file

__all__ = ["candidate_clip", "clip_act", "clip_file"]
