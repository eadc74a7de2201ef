"""Records that two readers would read as two things: a dishonest guardian's, refused."""

import json
from pathlib import Path

import pytest

from extraction.made import write_made_source
from tests.cli.running import Desk, done, run
from tests.conftest import seeded_random
from vault.sealing import Sealer

MADE_UP = {
    "a second text": b'{"text":[{"field":"body","value":"something else"}],',
    "an unknown field": b'{"aaa_invented":"x",',
    "a fraction": b'{"aaa":1.50,',
}


@pytest.mark.parametrize("front", MADE_UP.values(), ids=MADE_UP)
def test_her_client_does_not_let_them_go(
    front: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spelt(sealer: Sealer, tag: bytes, day: str, desc: bytes, records: list[bytes]) -> None:
        honest(sealer, tag, day, desc, [front + record[1:] for record in records])

    honest = Sealer.add_segment
    desk = Desk(tmp_path)
    source = write_made_source(tmp_path / "phone", random=seeded_random("two"), days=2)
    monkeypatch.setattr(Sealer, "add_segment", spelt)
    sealed = desk.seal(source)
    scope = tmp_path / "scope.json"
    scope.write_text(json.dumps({"c": ["message"]}))
    granted = done(
        *("grant", sealed, "--identity", desk.key("survivor"), "--scope", scope),
        *("--worker", desk.public("worker"), "--to", desk.public("investigator")),
        *("--until", "2099-01-01", "--out", tmp_path / "grant"),
    )
    assert granted["count"] > 0
    done(
        *("select", tmp_path / "grant", "--from", sealed, "--worker", desk.key("worker")),
        *("--out", tmp_path / "draft"),
    )
    (draft,) = (tmp_path / "draft").glob("*.shv1r")
    code, document = run(
        *("approve", draft, "--identity", desk.key("survivor")),
        *("--to", desk.public("investigator"), "--out", tmp_path / "release"),
    )
    assert code == 1
    assert document["error"]["type"] == "not-verified"
    assert "step 9" in document["error"]["detail"]
    assert not (tmp_path / "release").exists()
