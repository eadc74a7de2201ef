"""The options by which a command is told where the broker to workers of their own is.

docs/operations.md 12. The password comes from a file, as a database's does.
"""

from argparse import ArgumentParser

from api.cli_parser import path_option


def broker_options(parser: ArgumentParser) -> None:
    """Let a command take a broker, and who it is to it."""
    parser.add_argument(
        "--broker",
        metavar="URL",
        help="RabbitMQ between a vault and workers, as amqps://user@host:5671/vhost",
    )
    parser.add_argument(
        "--broker-password-file",
        type=path_option,
        metavar="FILE",
        help="holds the password of the broker's user",
    )
    parser.add_argument(
        "--broker-ca",
        type=path_option,
        metavar="FILE",
        help="who certifies the broker, if the system does not know",
    )
