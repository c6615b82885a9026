"""What docs/api/ shows is run as a reader would, against a started product."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.running import ROOT

PAGES = sorted((ROOT / "docs" / "api").glob("*.md"), key=lambda p: p.stem != "README")
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TO_FILL = "…"  # where the reader puts something in
CLIENT = re.compile(r"(zjyy-demo)  secret (\S+)")
pytestmark = pytest.mark.faults


def script(page: Path) -> str:
    """All of a page in one go; what begins with a file's name is saved as that."""
    lines = ["set -eu"]
    for kind, text in BLOCK.findall(page.read_text()):
        name = re.match(r"# (\w+\.py)\n", text)
        reader = f"cat > {name[1]}" if name else "python3 -"
        block = text if kind == "sh" else f"{reader} <<'PYTHON'\n{text}PYTHON"
        if TO_FILL not in text:
            lines.append(block)
    return "\n".join(lines)


def test_what_the_guides_show_works(start, tmp_path):
    """Page after page in one folder, with the client that the product prints."""
    product = start(demo=True).wait_until_it_answers()
    client, secret = CLIENT.search(product.said).groups()
    told = {"CLIENT": client, "SECRET": secret}
    told["SPARK"] = f"http://localhost:{product.port}"
    told["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for page in PAGES:
        done = subprocess.run(
            ["bash", "-c", script(page)],
            cwd=tmp_path,
            env=os.environ | told,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, f"{page.name}\n{done.stdout}{done.stderr}"
    assert (tmp_path / "spark_client.py").exists()
