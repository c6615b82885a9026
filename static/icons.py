"""Icons of the app on a phone's screen, from the product's mark, into static/dist/.

Made after build.mjs, by what draws documents: equal bytes from an equal mark.
"""

import re
from pathlib import Path

import typst

HERE = Path(__file__).parent
SHEET = """
#let given = sys.inputs
#let size = int(given.size) * 1pt
#set page(width: size, height: size, margin: 0pt, fill: none)
#place(rect(width: 100%, height: 100%, fill: white, radius: size * float(given.round)))
#place(center + horizon, image(bytes(given.mark), width: size * float(given.share)))
"""
OWN = {"round": "0.18", "share": "0.62"}
CUT = {"round": "0", "share": "0.5"}  # to a circle, by who shows it: all within stays
FILES = {
    "icon-180.png": {"size": "180"} | CUT,
    "icon-192.png": {"size": "192"} | OWN,
    "icon-512.png": {"size": "512"} | OWN,
    "icon-192-maskable.png": {"size": "192"} | CUT,
    "icon-512-maskable.png": {"size": "512"} | CUT,
}


def mark() -> str:
    """In ink, as on light pages."""
    svg = (HERE / "icon.svg").read_text()
    plain = re.sub("<style>.*?</style>", "", svg)
    return plain.replace("<path ", '<path stroke="#1a1c20" ')


for name, given in FILES.items():
    inputs = given | {"mark": mark()}
    icon = typst.compile(SHEET.encode(), format="png", ppi=72, sys_inputs=inputs)
    (HERE / "dist" / name).write_bytes(icon)
