"""What others said, without whom they said it of."""

import re

from spark import logs

_ADDRESS = re.compile(r"([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)*)")
_NUMBER = re.compile(r"(?<![\w.:-])(\+?\d{3})\d{4,}(?![\w:-])")


def masked(text: str) -> str:
    """Addresses, telephone and ID numbers are no longer whole."""
    told = _ADDRESS.sub(r"\1***@\2", logs.masked(text))
    return _NUMBER.sub(r"\1***", told)
