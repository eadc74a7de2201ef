"""Progress: only on a terminal, and only for what takes long."""

import pytest

from api.progress import PATIENCE, Progress


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = Seconds()
    with Progress(seconds, shown=False) as progress:
        seconds.now = 100.0
        progress("hashing", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_a_short_job_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = Seconds()
    with Progress(seconds, shown=True) as progress:
        seconds.now = PATIENCE - 0.1
        progress("hashing", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_a_long_job_shows_what_is_done_and_only_on_standard_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seconds = Seconds()
    with Progress(seconds, shown=True) as progress:
        seconds.now = PATIENCE
        progress("hashing", 1, 2)
        progress("sealing", 5, 0)
    out, said = capsys.readouterr()
    assert out == ""
    assert "hashing" in said
    assert "sealing" in said


def test_a_question_takes_the_bars_away(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = Seconds()
    with Progress(seconds, shown=True) as progress:
        seconds.now = PATIENCE
        progress("hashing", 1, 2)
        progress.pause()
        capsys.readouterr()
        progress("sealing", 1, 2)
        assert capsys.readouterr().err == ""
        seconds.now = 2 * PATIENCE
        progress("sealing", 2, 2)
    assert "sealing" in capsys.readouterr().err
