"""An S3 store as scripts/servers/s3.sh gives it, with buckets that are new for each test."""

import json
import os
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from minio import Minio
from urllib3 import PoolManager

from tests.conftest import ROOT
from vault.objects_s3 import Bucket, Key, Place

SCRIPT = ROOT / "scripts" / "servers" / "s3.sh"
REGION = "us-east-1"
READ = ("s3:GetObject", "s3:ListBucket")
WRITE = (*READ, "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload")


class Store:
    """A server by the folder that its script left: address, certificate, keys by identity."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = (folder / "address").read_text().strip()
        self.ca = folder / "cert.pem"

    def key(self, who: str) -> Key:
        return Key(*self.key_file(who).read_text().split())

    def key_file(self, who: str) -> Path:
        return self.folder / f"key.{who}"

    def place(self, bucket: str) -> Place:
        return Place(self.address.removeprefix("https://"), bucket, REGION, self.ca)

    @contextmanager
    def admin(self, who: str) -> Iterator[Minio]:
        """Give the SDK itself, as the operator uses it."""
        key = self.key(who)
        with PoolManager(ca_certs=str(self.ca)) as http:
            yield Minio(
                self.address.removeprefix("https://"),
                key.access,
                key.secret,
                region=REGION,
                http_client=http,
            )

    @contextmanager
    def buckets(self) -> Iterator[str]:
        """Make a pair of buckets with the policies of docs/operations.md 10; give their name."""
        name = f"t{secrets.token_hex(8)}"
        with ExitStack() as stack:
            # In Ceph an object is its writer's, so what the worker wrote the owner is let at too.
            for zone, others in (
                ("custody", {"worker": READ}),
                ("releases", {"releases": WRITE, "worker": WRITE, "gateway": READ}),
            ):
                client = stack.enter_context(self.admin(zone))
                bucket = f"{name}-{zone}"
                client.make_bucket(bucket)
                stack.callback(_remove, client, bucket)
                client.set_bucket_policy(bucket, policy_of(bucket, others))
            yield name

    @contextmanager
    def bucket(self, name: str, who: str) -> Iterator[Bucket]:
        made = Bucket(self.place(name), self.key(who))
        try:
            yield made
        finally:
            made.close()

    def limit(self, who: str, size: int | None) -> None:
        """Give an identity so many bytes of room, or all that there is."""
        words = ["quota", "set", "--quota-scope=user", f"--uid={who}", f"--max-size={size}"]
        self._admin(words) if size is not None else None
        switch = "disable" if size is None else "enable"
        self._admin(["quota", switch, "--quota-scope=user", f"--uid={who}"])

    def stop(self) -> None:
        script("stop", self.folder)

    def start(self) -> None:
        script("start", self.folder)

    def _admin(self, words: list[str]) -> None:
        conf = self.folder / "ceph.conf"
        subprocess.run(
            ["radosgw-admin", "-c", str(conf), *words], check=True, capture_output=True, timeout=60
        )


def given_store() -> Store:
    folder = os.environ.get("SAFEHOLD_TEST_S3")
    assert folder, "make test-servers starts the servers that these tests need"
    return Store(Path(folder))


def policy_of(bucket: str, others: dict[str, tuple[str, ...]]) -> str:
    """Say what others may do in a bucket, besides its owner."""
    statements = [
        {
            "Effect": "Allow",
            "Principal": {"AWS": [f"arn:aws:iam:::user/{who}"]},
            "Action": list(actions),
            "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        }
        for who, actions in others.items()
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def script(act: str, folder: Path) -> str:
    # A server that goes on would keep a pipe open.
    done = subprocess.run(
        ["bash", str(SCRIPT), act, str(folder)],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _remove(client: Minio, bucket: str) -> None:
    for found in client.list_objects(bucket, recursive=True):
        client.remove_object(bucket, str(found.object_name))
    client.remove_bucket(bucket)
