"""Step 17: a pinned authority stamped the checkpoint that the release is proven under."""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from audit.note import Note, parse_note
from audit.proof import parse_proof
from audit.timestamp import make_request
from extraction.container import time_section
from extraction.package import Package
from extraction.strip import strip
from extraction.verify import Report, verify
from extraction.verify_log import _FUTURE
from extraction.verify_policy import parse_policy
from scripts.release_vectors.build import Made, policy
from tests.unit.audit.authority import Made as Authority
from tests.unit.audit.authority import make_authority
from vault.canonical import marshal, parse_object

Section = dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    return dict(Made().files())


@pytest.fixture(scope="module")
def note(files: dict[str, Any]) -> str:
    cover = parse_object(files["cover.json"])
    return parse_proof(cover["log"]["release"]["proof"]).checkpoint  # type: ignore[index, call-overload, arg-type]


@pytest.fixture(scope="module")
def token(made: Authority, note: str) -> bytes:
    return made.answer(make_request(parse_note(note).text))


def verified(
    files: dict[str, Any],
    sections: list[Section],
    tsa: list[str],
    now_seconds: int,
    **more: Any,  # noqa: ANN401 JSON
) -> Report:
    cover = parse_object(files["cover.json"])
    stamped = {**files, "cover.json": marshal(cover | {"time": sections})}  # type: ignore[operator]
    digests = {name: (sha256(data).digest(), len(data)) for name, data in stamped.items()}
    bare = {name for name, data in stamped.items() if strip(data) == data}
    pinned = policy(tsa=tsa, **more)
    return verify(
        Package(stamped, digests, frozenset(bare)),
        parse_policy(json.dumps(pinned).encode()),
        now_seconds=now_seconds,
    )


def status(report: Report) -> tuple[str, str]:
    step = report.steps[17]
    return step.status, step.detail


def now(token: bytes) -> int:
    from rfc3161_client import decode_timestamp_response  # noqa: PLC0415 reads one time

    return int(decode_timestamp_response(token).tst_info.gen_time.timestamp())


def test_a_pinned_authority_passes_and_says_when(
    files: dict[str, Any], note: str, token: bytes, made: Authority
) -> None:
    report = verified(files, [time_section(note, token)], [made.chain], now(token), require=[1, 17])
    assert report.ok, report.verdict
    found, detail = status(report)
    assert found == "pass"
    assert "CN=Made TSA" in detail
    assert "no independent time" not in report.verdict


def test_of_two_stamps_the_earlier_is_said(
    files: dict[str, Any], note: str, token: bytes, made: Authority, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "two", "Second TSA")
    second = other.answer(make_request(parse_note(note).text))
    both = [time_section(note, second), time_section(note, token)]
    report = verified(files, both, [made.chain, other.chain], now(second))
    assert status(report)[0] == "pass"
    # One that nobody pinned spoils the other: nothing unverified rides along.
    assert status(verified(files, both, [made.chain], now(second)))[0] == "fail"


def test_without_a_pin_nothing_is_said(files: dict[str, Any], note: str, token: bytes) -> None:
    report = verified(files, [time_section(note, token)], [], now(token))
    assert status(report)[0] == "not pinned"
    assert report.ok
    assert not verified(files, [time_section(note, token)], [], now(token), require=[17]).ok


def test_without_a_stamp_it_is_absent(files: dict[str, Any], made: Authority, token: bytes) -> None:
    report = verified(files, [], [made.chain], now(token))
    assert status(report)[0] == "absent"


def another_checkpoint(note: str, token: bytes, made: Authority) -> Section:
    found = parse_note(note)
    other = Note(found.text.replace("/1\n", "/2\n"), found.signatures)
    del token
    return time_section(other.marshal(), made.answer(make_request(other.text)))


def token_of_another(note: str, token: bytes, made: Authority) -> Section:
    del token
    return time_section(note, made.answer(make_request("something else\n")))


FAULTS: dict[str, Callable[[str, bytes, Authority], Section]] = {
    "another checkpoint": another_checkpoint,
    "a token of something else": token_of_another,
    "garbage": lambda note, _token, _made: time_section(note, b"junk"),
    "an empty token": lambda note, _token, _made: time_section(note, b""),
    "bytes after it": lambda note, token, _made: time_section(note, token + b"\0"),
    "no note": lambda _note, token, _made: time_section("nothing", token),
    "base64 of another kind": lambda note, _token, _made: {"note": note, "token": "+/=="},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_stamp_that_is_not_right_fails_the_release(
    files: dict[str, Any], note: str, token: bytes, made: Authority, fault: str
) -> None:
    section = FAULTS[fault](note, token, made)
    report = verified(files, [section], [made.chain], now(token))
    assert status(report)[0] == "fail"
    assert not report.ok


def test_an_authority_that_is_not_pinned_fails(
    files: dict[str, Any], note: str, token: bytes, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other")
    report = verified(files, [time_section(note, token)], [other.chain], now(token))
    assert status(report)[0] == "fail"


def test_a_pin_that_is_no_certificate_fails(files: dict[str, Any], note: str, token: bytes) -> None:
    report = verified(files, [time_section(note, token)], ["not PEM"], now(token))
    assert status(report)[0] == "fail"


def test_a_stamp_of_the_future_fails(
    files: dict[str, Any], note: str, token: bytes, made: Authority
) -> None:
    early = now(token) - int(_FUTURE.total_seconds())
    assert status(verified(files, [time_section(note, token)], [made.chain], early))[0] == "pass"
    late = verified(files, [time_section(note, token)], [made.chain], early - 1)
    assert status(late) == ("fail", "a time stamp lies in the future")


def test_a_stamp_from_before_the_release_fails(made: Authority, token: bytes) -> None:
    """The log's clock ran ahead of the authority's: one of them is wrong."""
    from datetime import UTC, datetime  # noqa: PLC0415 one test dates it anew

    from scripts.release_vectors.build import RELEASED  # noqa: PLC0415 one test dates it anew

    stamped_at = datetime.fromtimestamp(now(token), UTC)
    ahead = stamped_at - RELEASED + timedelta(seconds=30)
    assert ahead > timedelta()
    files = dict(Made(release_logged=RELEASED + ahead).files())
    proof = parse_object(files["cover.json"])["log"]["release"]["proof"]  # type: ignore[index, call-overload]
    own = parse_proof(proof).checkpoint  # type: ignore[arg-type]
    answer = made.answer(make_request(parse_note(own).text))
    report = verified(files, [time_section(own, answer)], [made.chain], now(answer) + 3600)
    assert report.steps[16].status == "pass"
    assert status(report) == ("fail", "a time stamp is older than what it covers")
