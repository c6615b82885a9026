"""Documents on paper: a template of `templates/` and data make a PDF.

    content = pdf("candidates/portal/cards.typ", {"cards": [...]}, title=_("Cards"))

The template is typst's (https://typst.app/docs/) and begins like this:

    #import "/documents/base.typ": data, paper
    #show: paper

What people wrote comes to it as `data` only, never as source: a name is printed as it
stands, whatever markup it looks like. Equal data give equal bytes. Made in a request if
that stays well under a second, as 200 cards do (0.6 s); what takes longer is a job's.
"""

from spark.documents.codes import qr
from spark.documents.letters import MISSING, printable
from spark.documents.making import pdf

__all__ = ["MISSING", "pdf", "printable", "qr"]
