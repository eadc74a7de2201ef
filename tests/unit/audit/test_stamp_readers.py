"""Two readers of time stamps, ours and a library's: ours takes nothing that the other does not."""

from pathlib import Path

import pytest

from audit.errors import AuditError, BadSignature, MalformedNote
from audit.stamp_token import parse_token
from audit.timestamp import _parsed, _signed, check_token, check_token_alone, parse_authority
from tests.unit.audit.stamp_mutants import TEXT, Case, damaged, honest, refused


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return list(honest(tmp_path_factory.mktemp("stamps")))


def library(case: Case) -> bool:
    """Tell what rfc3161-client alone says."""
    try:
        return _signed(_parsed(case.token), TEXT, parse_authority(case.pem))
    except MalformedNote:
        return False


def test_both_take_what_is_honest_and_say_the_same_time(cases: list[Case]) -> None:
    for case in cases:
        pins = [parse_authority(case.pem)]
        assert library(case), case.name
        assert check_token(case.token, TEXT, pins) == check_token_alone(case.token, TEXT, pins)


def test_what_nobody_should_take_is_refused(tmp_path: Path) -> None:
    for case in refused(tmp_path):
        with pytest.raises(BadSignature):
            check_token_alone(case.token, TEXT, [parse_authority(case.pem)])
        with pytest.raises(AuditError):
            check_token(case.token, TEXT, [parse_authority(case.pem)])


def test_of_damaged_ones_ours_takes_none_that_the_library_refuses(cases: list[Case]) -> None:
    """So the main program, which asks both, says what the single file says.

    But for certificates that travel in it and that no chain needs: ours leaves them alone.
    """
    taken = 0
    for case in cases:
        good = case.at()
        for spoilt in damaged(case, "readers", 150):
            at = spoilt.at()
            if at is not None:
                taken += 1
                assert at == good, spoilt.name
                travelling = parse_token(spoilt.token).certificates
                spare = travelling != parse_token(case.token).certificates
                assert library(spoilt) or spare, spoilt.name
    assert taken < len(cases) * 15


def test_every_flipped_bit_is_refused(cases: list[Case]) -> None:
    case = cases[0]
    for at in range(len(case.token)):
        for bit in (0, 5, 7):
            spoilt = bytearray(case.token)
            spoilt[at] ^= 1 << bit
            found = Case("flipped", case.pem, bytes(spoilt), honest=False)
            assert found.at() is None, (at, bit)
