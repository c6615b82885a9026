"""Files at a server that speaks S3, e.g. Aliyun's OSS or MinIO."""

from typing import Any

from botocore.client import Config
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage


class S3(S3Storage):
    def __init__(self, *, addressing: str, **options: Any) -> None:
        """Args: addressing: `path`, `virtual` or `auto`, as the server wants it."""
        config = Config(
            # Less together than a transaction may lie idle.
            connect_timeout=5,
            read_timeout=15,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": addressing},
            # Checksums that only Amazon's own server knows.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(client_config=config, **options)

    def read(self, name: str, start: int, size: int) -> bytes:
        """Raises FileNotFoundError."""
        wanted = f"bytes={start}-{start + size - 1}"
        try:
            return self.bucket.Object(name).get(Range=wanted)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] == "NoSuchKey":
                raise FileNotFoundError(name) from error
            raise
