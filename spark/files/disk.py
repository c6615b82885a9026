"""Files in a folder of this machine's, or of one that all machines mount."""

from django.core.files.storage import FileSystemStorage


class Disk(FileSystemStorage):
    def read(self, name: str, start: int, size: int) -> bytes:
        """Raises FileNotFoundError."""
        with self.open(name) as file:
            file.seek(start)
            return file.read(size)
