"""Time stamps in a copy of the log and among entries for a court, checked by other programs."""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.errors import MalformedEntry
from audit.log_copy import open_copy, write_copy
from audit.note import parse_note
from audit.verify import FAIL, NOT_PINNED, PASS, verify_copy
from tests.cli.running import run
from tests.unit.audit.authority import Made, make_authority
from tests.unit.audit.conftest import World
from tests.unit.audit.test_auditor import checked
from tests.unit.audit.test_stamping import HOUR_MS, Near, stamper


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return make_authority(tmp_path_factory.mktemp("tsa") / "one")


def stamped(world: World, *authorities: Made) -> Path:
    """Give a copy of a log that was stamped twice; its last entries came after both."""
    clients = stamper(world, *(Near(each) for each in authorities))
    for _ in range(2):
        world.access()
        world.publish()
        assert clients.stamp_once() == len(authorities)
        world.now_ms += HOUR_MS
    world.access()
    world.publish()
    path = world.folder / "copy"
    write_copy(world.database, path, world.policy_text)
    return path


def failing(world: World, path: Path) -> set[str]:
    steps = verify_copy(open_copy(path), world.policy, now_seconds=world.now_s)
    return {step.name for step in steps if step.status == FAIL}


def openssl(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["openssl", *words], cwd=folder, capture_output=True, text=True, check=False
    )


def court(world: World, copy: Path, made: Made, *entries: int) -> Path:
    authorities = world.folder / "tsa.json"
    authorities.write_text(json.dumps([{"url": "http://tsa.example/", "chain": made.chain}]))
    words = [word for number in entries for word in ("--entry", number)]
    out = world.folder / "court.zip"
    code, _ = run("audit", "court", copy, *words, "--out", out, "--tsa", authorities)
    assert code == 0
    folder = world.folder / "court"
    with zipfile.ZipFile(out) as packed:
        packed.extractall(folder)
    (folder / "pinned").write_text(world.policy_text)
    return folder


# In a copy.


def test_a_copy_holds_every_stamped_checkpoint_with_its_stamps(
    world: World, made: Made, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", "Other TSA")
    path = stamped(world, made, other)
    found = list(open_copy(path).stamped())
    assert [(each.size, len(each.tokens)) for each in found] == [(2, 2), (6, 2)]
    assert failing(world, path) == set()


SPOILT: dict[str, Callable[[Path], object]] = {
    "no checkpoint": lambda time: (time / "2" / "checkpoint").unlink(),
    "no stamp": lambda time: (time / "2" / "0.tsr").unlink(),
    "a gap": lambda time: (time / "2" / "0.tsr").rename(time / "2" / "1.tsr"),
    "another spelling": lambda time: (time / "2").rename(time / "02"),
    "beyond the log": lambda time: (time / "2").rename(time / "999"),
    "something else": lambda time: (time / "2" / "more").write_text("x"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_stamps_that_are_not_whole_make_no_copy(world: World, made: Made, how: str) -> None:
    path = stamped(world, made)
    SPOILT[how](path / "time")
    with pytest.raises(MalformedEntry):
        open_copy(path)


def test_a_stamped_checkpoint_of_another_log_fails_the_tree(world: World, made: Made) -> None:
    path = stamped(world, made)
    (path / "time" / "5").rename(path / "time" / "4")
    assert failing(world, path) == {"tree"}


def step_11(world: World, path: Path, *pinned: Made) -> tuple[int, str, str]:
    """Verify a copy with the command, pinning these authorities; give its code and the step."""
    authorities = world.folder / "pinned.json"
    listed = [
        {"url": f"http://{at}.tsa.example/", "chain": each.chain} for at, each in enumerate(pinned)
    ]
    authorities.write_text(json.dumps(listed))
    policy = world.folder / "policy.txt"
    policy.write_text(world.policy_text)
    words = ("audit", "verify", path, "--policy", policy)
    code, found = run(*words, *(("--tsa", authorities) if pinned else ()))
    step = found["steps"][-1]
    assert (step["step"], step["name"]) == (11, "time")
    return code, step["status"], step["detail"]


def test_an_auditor_holds_the_stamps_against_authorities_of_their_own(
    world: World, made: Made, tmp_path: Path
) -> None:
    other = make_authority(tmp_path / "other", "Other TSA")
    path = stamped(world, made, other)
    assert step_11(world, path)[:2] == (0, NOT_PINNED)
    for pinned in ((made,), (other,), (made, other)):
        code, status, detail = step_11(world, path, *pinned)
        assert (code, status) == (0, PASS), detail
        assert detail.startswith("2 stamped checkpoints, by ")
    nobody = make_authority(tmp_path / "nobody", "Nobody's TSA")
    assert step_11(world, path, nobody)[:2] == (1, FAIL)


@pytest.mark.parametrize("how", ["of another checkpoint", "none", "damaged"])
def test_a_stamp_that_does_not_fit_its_checkpoint_is_an_alarm(
    world: World, made: Made, how: str
) -> None:
    path = stamped(world, made)
    token, other = (path / "time" / size / "0.tsr" for size in ("2", "5"))
    data = token.read_bytes()
    spoilt = {
        "of another checkpoint": other.read_bytes(),
        "none": b"x",
        "damaged": data[:-1] + bytes([data[-1] ^ 1]),
    }
    token.write_bytes(spoilt[how])
    assert step_11(world, path, made)[:2] == (1, FAIL)
    token.write_bytes(data)
    assert step_11(world, path, made)[:2] == (0, PASS)


def test_an_entry_that_is_later_than_the_stamp_over_it_is_an_alarm(
    world: World, made: Made
) -> None:
    world.now_ms = int(datetime.now(UTC).timestamp() * 1000) + HOUR_MS
    path = stamped(world, made)
    code, status, detail = step_11(world, path, made)
    assert (code, status) == (1, FAIL)
    assert "later than the stamp" in detail


# For a court.


def test_the_bundles_own_commands_hold_without_a_network(
    world: World, made: Made, tmp_path: Path
) -> None:
    folder = court(world, stamped(world, made), made, 0, 1, 4)
    names = {path.name for path in (folder / "time").iterdir()}
    assert names == {
        f"{entry}.{end}" for entry in (0, 1, 4) for end in ("0.tsr", "checkpoint", "tlog-proof")
    }
    code, said = checked(folder, "pinned")
    assert code == 0, said
    assert said.count("1 time stamps are over") == 3
    readme = (folder / "README.txt").read_text()
    command = "openssl ts -verify -in time/17.0.tsr -data time/17.checkpoint -CAfile authority.pem"
    assert command in readme
    assert said.count("(8) time       not pinned") == 3
    code, said = checked(folder, "pinned", "tsa.pem")
    assert code == 0, said
    assert said.count("(8) time       pass  there at ") == 3
    nobody = make_authority(tmp_path / "nobody", "Nobody's TSA")
    (tmp_path / "nobody.pem").write_text(nobody.chain)
    code, said = checked(folder, "pinned", tmp_path / "nobody.pem")
    assert code == 1
    assert said.count("(8) time       fail  no pinned authority") == 3
    assert checked(folder, "pinned", "README.txt")[0] == 3
    for entry in (0, 1, 4):
        verified = verify(folder, entry, entry)
        assert verified.returncode == 0, verified.stderr
    assert verify(folder, 0, 4).returncode != 0


def verify(folder: Path, token: int, text: int) -> "subprocess.CompletedProcess[str]":
    """Run the command of the README at the time that the token says."""
    told = openssl(folder, "ts", "-reply", "-text", "-in", f"time/{token}.0.tsr").stdout
    found = re.search(r"Time stamp: (.*) GMT", told)
    assert found is not None
    said = datetime.strptime(found[1], "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    at = int(said.timestamp())
    return openssl(
        *(folder, "ts", "-verify", "-in", f"time/{token}.0.tsr"),
        *("-data", f"time/{text}.checkpoint", "-CAfile", "tsa.pem", "-attime", str(at)),
    )


def test_what_came_after_the_last_stamp_has_none(world: World, made: Made) -> None:
    path = stamped(world, made)
    last = open_copy(path).size - 1
    folder = court(world, path, made, last)
    assert not (folder / "time").exists()
    code, said = checked(folder, "pinned")
    assert code == 0, said
    assert "time stamps" not in said


def test_another_text_under_a_stamp_is_found(world: World, made: Made) -> None:
    folder = court(world, stamped(world, made), made, 0)
    text = folder / "time" / "0.checkpoint"
    newest = parse_note((folder / "checkpoint").read_text()).text
    text.write_text(newest)
    code, said = checked(folder, "pinned")
    assert code == 1
    assert "what was stamped is not what the proof leads to" in said
    assert verify(folder, 0, 0).returncode != 0


def test_a_stamp_without_its_proof_is_found(world: World, made: Made) -> None:
    folder = court(world, stamped(world, made), made, 0)
    (folder / "time" / "0.tlog-proof").unlink()
    assert checked(folder, "pinned")[0] == 1


def test_certificates_that_are_none_are_refused(world: World, made: Made) -> None:
    path = stamped(world, made)
    (world.folder / "bad.json").write_text("{}")
    out = world.folder / "court.zip"
    words = ("audit", "court", path, "--entry", 0, "--out", out, "--tsa", world.folder / "bad.json")
    assert run(*words)[0] == 2
    assert not out.exists()
