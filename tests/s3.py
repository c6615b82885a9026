"""A server that speaks S3, on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"access_key": "key", "secret_key": "secret", "region_name": "us-east-1"}


@contextmanager
def s3_server() -> Iterator[dict]:
    """With an empty bucket: the storage that keeps files there, as settings say it."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client(
        "s3",
        endpoint_url=url,
        aws_access_key_id=KEYS["access_key"],
        aws_secret_access_key=KEYS["secret_key"],
        region_name=KEYS["region_name"],
    )
    bucket = f"clips-{uuid4().hex}"  # servers of one process share what they hold
    client.create_bucket(Bucket=bucket)
    options = {"bucket_name": bucket, "addressing": "path", "endpoint_url": url}
    yield {"BACKEND": "spark.files.s3.S3", "OPTIONS": options | KEYS}
    client.close()
    server.stop()
