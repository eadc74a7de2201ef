"""A certificate and its key, tried before anything starts: a wrong file is the operator's news.

docs/operations.md 1. The server would meet the same faults later, with a traceback or a prompt.
"""

import ssl
from pathlib import Path


class UnfitPair(Exception):
    """A certificate and a key that cannot be served with; the text says what to do."""


def check_pair(cert: Path, key: Path) -> None:
    """Load a certificate with its key as a server does, or raise UnfitPair."""
    for option, path in (("--tls-cert", cert), ("--tls-key", key)):
        if not path.is_file():
            raise UnfitPair(f"{option}: there is no file {path}")
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            raise UnfitPair(f"{option}: {path} cannot be read ({error.strerror})") from None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(cert, key, password=_none)
    except ssl.SSLError as error:
        raise UnfitPair(_words(error.reason or "")) from None
    except (OSError, ValueError):
        raise UnfitPair(_words("")) from None


def _none() -> str:
    # Without this the program would ask on the terminal, and a service would hang.
    raise UnfitPair("--tls-key: the key is under a passphrase; give one that is not")


def _words(reason: str) -> str:
    if reason == "KEY_VALUES_MISMATCH":
        return "--tls-key: this is the key of another certificate than --tls-cert"
    if reason in ("CA_MD_TOO_WEAK", "EE_KEY_TOO_SMALL", "CA_KEY_TOO_SMALL"):
        return "--tls-cert: the certificate is too weak to be served with; have a new one made"
    return (
        "--tls-cert and --tls-key: want PEM files, the certificate with its chain, and its private"
        " key"
    )
