"""RFC 3161 time stamps over checkpoints: what an authority signed, and when it says it did.

docs/formats/checkpoint.md 6. We ask for SHA-256 of the checkpoint's text. Only pinned
authorities count: a certificate that travels with a token is looked at, never trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import (
    BasicConstraints,
    Certificate,
    ExtensionNotFound,
    load_pem_x509_certificates,
)
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerifierBuilder,
    decode_timestamp_response,
)

from audit.errors import BadSignature, MalformedNote
from audit.stamp_chain import MAX_CHAIN, check_chain
from audit.stamp_token import check_imprint, parse_token


@dataclass(frozen=True, slots=True)
class Authority:
    """A pinned authority: its root, what lies between, and its own certificate if it is pinned."""

    root: Certificate
    between: tuple[Certificate, ...]
    own: Certificate | None

    @property
    def name(self) -> str:
        """How the pinned certificate, the lowest there is, names its holder."""
        return (self.own or self.root).subject.rfc4514_string()

    @property
    def pinned(self) -> tuple[bytes, ...]:
        """The pinned certificates in DER: its own first if it is there, the root last."""
        own = () if self.own is None else (self.own,)
        return tuple(each.public_bytes(Encoding.DER) for each in (*own, *self.between, self.root))

    @property
    def fingerprint(self) -> bytes:
        """SHA-256 of the lowest pinned certificate."""
        return (self.own or self.root).fingerprint(hashes.SHA256())


@dataclass(frozen=True, slots=True)
class Stamp:
    """When a checkpoint existed at the latest, and who says so; `slack` is its accuracy."""

    at: datetime
    slack: timedelta
    authority: str


def parse_authority(pem: str) -> Authority:
    """Read a pinned chain: the authority's own certificate, if given, first; its root last.

    Raises:
        MalformedNote: not certificates, or not in this order.
    """
    try:
        chain = load_pem_x509_certificates(pem.encode())
        ca = [_is_ca(certificate) for certificate in chain]
    except ValueError:
        raise MalformedNote("an authority is pinned by certificates in PEM") from None
    root = chain[-1]
    if len(chain) > MAX_CHAIN or root.subject != root.issuer or not all(ca[1:]):
        raise MalformedNote("want the authority's certificate first and its root last")
    if ca[0]:
        return Authority(root, tuple(chain[:-1]), None)
    if len(chain) == 1:
        raise MalformedNote("want the authority's root too")
    return Authority(root, tuple(chain[1:-1]), chain[0])


def make_request(text: str) -> bytes:
    """Ask for a stamp over a checkpoint's text; the nonce in it is the library's own."""
    builder = TimestampRequestBuilder().data(text.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return builder.cert_request(cert_request=True).build().as_bytes()


def check_token(token: bytes, text: str, authorities: Sequence[Authority]) -> Stamp:
    """Check a time stamp over a checkpoint's text.

    Args:
        token: the authority's answer (TimeStampResp, DER).
        text: the checkpoint's text.
        authorities: the pinned ones; any of them may have signed.

    Raises:
        MalformedNote: the bytes are not an answer, or not in its one encoding.
        NotProven: it is over something else, or over another kind of hash.
        BadSignature: no pinned authority signed it, or not with a certificate that was its
            own and valid then.
    """
    alone = check_token_alone(token, text, authorities)
    answer = _parsed(token)
    info = answer.tst_info
    agreed = (alone.at, alone.slack) == (info.gen_time, _slack(answer))
    if not agreed or not any(_signed(answer, text, authority) for authority in authorities):
        raise BadSignature("two readers of the time stamp do not agree on it")
    return alone


def check_token_alone(token: bytes, text: str, authorities: Sequence[Authority]) -> Stamp:
    """Check a time stamp as `check_token` does, with our reader of it alone.

    For a court's single file, which has no other library; it raises the same.
    """
    found = parse_token(token)
    check_imprint(found.info, text)
    for authority in authorities:
        try:
            check_chain(found, authority.pinned, owned=authority.own is not None)
        except (BadSignature, MalformedNote):
            continue
        return Stamp(found.info.at, found.info.slack, authority.name)
    raise BadSignature("no pinned authority signed the time stamp")


def _signed(answer: TimeStampResponse, text: str, authority: Authority) -> bool:
    builder = VerifierBuilder(
        roots=[authority.root],
        intermediates=list(authority.between),
        tsa_certificate=authority.own,
    )
    try:
        return builder.build().verify_message(answer, text.encode())
    except Exception:  # noqa: BLE001 a damaged token fails in the library in many ways
        return False


def _parsed(token: bytes) -> TimeStampResponse:
    try:
        answer = decode_timestamp_response(token)
        # A refusal holds no token; asking for what is in one is what the library fails on.
        _ = answer.tst_info
        spelled = answer.as_bytes()
    except Exception:  # noqa: BLE001 a damaged token fails in the library in many ways
        raise MalformedNote("not a time stamp") from None
    if spelled != token:
        raise MalformedNote("the time stamp has another encoding than its own")
    return answer


def _slack(answer: TimeStampResponse) -> timedelta:
    accuracy = answer.tst_info.accuracy
    if accuracy is None:
        return timedelta()
    return timedelta(
        seconds=accuracy.seconds or 0,
        milliseconds=accuracy.millis or 0,
        microseconds=accuracy.micros or 0,
    )


def _is_ca(certificate: Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False
