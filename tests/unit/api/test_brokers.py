"""How a process is told of a broker: over TLS, the password in a file, and in nothing it says."""

import logging
from pathlib import Path

import pytest

from api import worker as worker_module
from api.brokers import GivenBroker
from api.settings import Settings, Unsafe
from api.worker import run_hinted
from extraction.running import Worker

GOOD = "amqps://vault@broker.example:5671/safehold"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("amqp://vault@broker.example/safehold", "amqps alone"),
        ("memory://", "amqps alone"),
        ("amqps://vault:word@broker.example/safehold", "does not belong in an address"),
        ("amqps://broker.example/safehold", "want an address"),
        ("amqps://vault@broker.example", "want an address"),
        ("amqps://vault@broker.example/", "want an address"),
        ("amqps://vault@broker.example:0/safehold", "want an address"),
        ("amqps://vault@broker.example:70000/safehold", "want an address"),
        ("amqps://vault@broker.example/safehold?ssl_cert_reqs=none", "want an address"),
        ("amqps://vault@broker.example/safehold;amqp://elsewhere", "want an address"),
        ("amqps://va%2Fult@broker.example/safehold", "want an address"),
    ],
)
def test_an_address_that_would_expose_something_is_refused(
    tmp_path: Path, address: str, words: str
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("word\n")
    wrong = GivenBroker(address, secret, None).wrong()
    assert wrong is not None
    assert words in wrong
    settings = Settings(tmp_path, "127.0.0.1", 8000, None, None)
    assert settings.broker is None
    with pytest.raises(Unsafe, match=words):
        Settings(
            tmp_path, "127.0.0.1", 8000, None, None, broker=GivenBroker(address, secret, None)
        ).check()


def test_a_password_comes_from_a_file_and_is_shown_to_nobody(tmp_path: Path) -> None:
    assert GivenBroker(GOOD, None, None).wrong() == "--broker needs --broker-password-file"
    missing = GivenBroker(GOOD, tmp_path / "none", None)
    assert missing.wrong() == "--broker-password-file: there is no such file"
    secret = tmp_path / "secret"
    secret.write_text("pa/ss@word\n")
    given = GivenBroker(GOOD, secret, None)
    assert given.wrong() is None
    assert given.words() == ["--broker", GOOD, "--broker-password-file", str(secret)]
    broker = given.broker()
    assert (broker.host, broker.port, broker.vhost, broker.user) == (
        *("broker.example", 5671),
        *("safehold", "vault"),
    )
    assert broker.password == "pa/ss@word"
    assert broker.url() == "amqps://vault:pa%2Fss%40word@broker.example:5671/safehold"
    assert "pa/ss" not in repr(broker) + repr(given) + str(broker)


def test_a_fault_of_a_job_is_said_by_its_kind_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def failing(_worker: object, _jid: bytes) -> str:
        raise ValueError("what she wrote to her sister")

    monkeypatch.setattr(worker_module, "run_job", failing)
    run_hinted(object.__new__(Worker), b"j" * 16)
    assert caplog.messages == ["a job was not ended: ValueError"]
    assert "sister" not in caplog.text


@pytest.mark.parametrize(
    ("outcome", "level", "words"),
    [
        ("unknown", logging.WARNING, "a message of the queue was refused: no such job"),
        ("ended", logging.INFO, "a message of the queue was refused: its job has ended"),
    ],
)
def test_a_message_about_nothing_is_refused_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    outcome: str,
    level: int,
    words: str,
) -> None:
    caplog.set_level(logging.INFO, logger="safehold")
    monkeypatch.setattr(worker_module, "run_job", lambda *_: outcome)
    run_hinted(object.__new__(Worker), b"j" * 16)
    assert [(each.levelno, each.message) for each in caplog.records] == [(level, words)]
