"""Paper that came back from people, scanned."""

from django.core.files.uploadedfile import SimpleUploadedFile

from contracts.signing import actions
from contracts.signing.models import Contract, Scan
from tests.world import World

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00"


def paper(content: bytes = PDF, name: str = "合同.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def a_scan(world: World, contract: Contract, content: bytes = PDF) -> Scan:
    """The candidate's copy, as the signing officer adds it."""
    actions.add_scan(
        actor=world.signing, ids=[contract.pk], kind="candidate", scan=paper(content)
    )
    return Scan.objects.latest("pk")
