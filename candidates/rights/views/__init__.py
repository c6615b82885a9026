"""Candidates' pages of their own data, and the office's of what they ask."""

from candidates.rights.views.files import data_file, data_paper
from candidates.rights.views.office import request_act, request_list
from candidates.rights.views.own import ask, contact, data

__all__ = [
    "ask",
    "contact",
    "data",
    "data_file",
    "data_paper",
    "request_act",
    "request_list",
]
