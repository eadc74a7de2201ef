"""Writes the definitions of a test's broker: its users, what each may do, and the queue.

    rabbitmq_definitions.py DIR

DIR has a file password.NAME for each user. What the vault and a worker get is what
docs/operations.md 12 says; `tests` may do everything.
"""

import base64
import hashlib
import json
import os
import sys
from pathlib import Path

VHOST = "safehold"
JOBS = "safehold.jobs"
ONLY_JOBS = r"^safehold\.jobs$"
NOTHING = "^$"
EVERYTHING = ".*"
# configure, write, read
MAY = {
    "vault": (NOTHING, ONLY_JOBS, NOTHING),
    "worker": (NOTHING, NOTHING, ONLY_JOBS),
    "tests": (EVERYTHING, EVERYTHING, EVERYTHING),
}


def main() -> None:
    """Print the definitions as JSON."""
    folder = Path(sys.argv[1])
    queue = {"x-queue-type": "quorum", "x-delivery-limit": 5, "x-max-length": 100_000}
    made = {
        "users": [
            {
                "name": name,
                "password_hash": hashed((folder / f"password.{name}").read_text().strip()),
                "hashing_algorithm": "rabbit_password_hashing_sha256",
                "tags": "",
            }
            for name in MAY
        ],
        "vhosts": [{"name": VHOST}],
        "permissions": [
            {"user": name, "vhost": VHOST, "configure": may[0], "write": may[1], "read": may[2]}
            for name, may in MAY.items()
        ],
        "exchanges": [place(JOBS, type="direct", durable=True, auto_delete=False, arguments={})],
        "queues": [place(JOBS, durable=True, auto_delete=False, arguments=queue)],
        "bindings": [
            {
                "source": JOBS,
                "vhost": VHOST,
                "destination": JOBS,
                "destination_type": "queue",
                "routing_key": JOBS,
                "arguments": {},
            }
        ],
    }
    print(json.dumps(made, indent=1))


def place(name: str, **more: object) -> dict[str, object]:
    """Give a thing of the virtual host."""
    return {"name": name, "vhost": VHOST, **more}


def hashed(password: str) -> str:
    """Hash a password as RabbitMQ keeps it: salt, then SHA-256 of salt and password."""
    salt = os.urandom(4)
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()


if __name__ == "__main__":
    main()
