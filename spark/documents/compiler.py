"""One PDF, in a process of its own: `making` starts it with what typst needs.

typst keeps what it made for the next times, half a gigabyte after ten classes of cards,
and personal addresses with it. Here all of that ends with the document.
"""

import json
import sys

import typst

if __name__ == "__main__":
    sys.stdout.buffer.write(typst.compile(**json.load(sys.stdin.buffer)))
