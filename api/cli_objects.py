"""The options by which a command is told where sealed bytes are, if not in the data folder.

docs/operations.md 10. Keys come from files, as passwords do.
"""

from argparse import ArgumentParser
from collections.abc import Sequence

from api.cli_io import Shell, UsageError
from api.cli_parser import path_option
from api.object_stores import CUSTODY, RELEASES, GivenObjects
from api.settings import given_objects


def objects_options(parser: ArgumentParser, *, zones: Sequence[str] = (CUSTODY, RELEASES)) -> None:
    """Let a command take an object store, and a key for each bucket that it needs."""
    parser.add_argument(
        "--objects",
        metavar="URL",
        help="an S3 store, as https://host:9000/name; its buckets are NAME-custody, NAME-releases",
    )
    for zone in zones:
        parser.add_argument(
            f"--objects-{zone}-key-file",
            type=path_option,
            metavar="FILE",
            help=f"the key for the bucket of {zone}: access key and secret, a line each",
        )
    parser.add_argument(
        "--objects-ca",
        type=path_option,
        metavar="FILE",
        help="who certifies the object store, if the system does not know",
    )


def objects_given(shell: Shell) -> GivenObjects | None:
    """Give the object store that was named, None for the data folder's own, or raise UsageError."""
    given = given_objects(shell.options)
    wrong = None if given is None else given.wrong()
    if wrong is not None:
        raise UsageError(wrong)
    return given
