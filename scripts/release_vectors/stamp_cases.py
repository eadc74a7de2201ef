"""The cases of the vectors of releases about time stamps (release.md 4, step 17)."""

from datetime import datetime, timedelta
from typing import Any

from audit.note import parse_note
from audit.proof import parse_proof
from extraction.container import time_section
from scripts.release_vectors.build import NOW, RELEASED, Case, Made, policy
from scripts.release_vectors.stamps import Stamper
from vault.canonical import marshal, parse_object

_AT = RELEASED + timedelta(minutes=5)


def stamp_cases() -> dict[str, Case]:
    """Packages whose checkpoint an authority stamped, or did not."""
    files = Made().files()
    cover: Any = parse_object(files["cover.json"])
    note = parse_proof(cover["log"]["release"]["proof"]).checkpoint
    text = parse_note(note).text
    one, two = Stamper("Made TSA"), Stamper("Another TSA")
    token = one.answer(text, _AT)
    pinned = policy(tsa=[one.pem], require=[1, 3, 16, 17])

    def case(about: str, *tokens: bytes, of: str = note, **more: Any) -> Case:  # noqa: ANN401 a case's fields
        sections = [time_section(of, each) for each in tokens]
        stamped = {**files, "cover.json": marshal(cover | {"time": sections})}
        return Case(about, dict(stamped), **({"policy": pinned} | more))

    def at(moment: datetime) -> bytes:
        return one.answer(text, moment)

    other = f"another.{note}"
    both = policy(tsa=[two.pem, one.pem], require=[17])
    late = datetime.fromtimestamp(NOW, _AT.tzinfo) + timedelta(seconds=301)
    damaged = token[:-1] + bytes([token[-1] ^ 1])
    return {
        "stamped": case("an authority stamped it", token, stamped=True),
        "stamped-twice": case(
            "two authorities did, and the first says when",
            *(two.answer(text, _AT + timedelta(hours=1)), token),
            policy=both,
            stamped=True,
        ),
        "stamped-nobody-pinned": case(
            "no authority is pinned", token, policy=policy(), unpinned={17}
        ),
        "stamped-by-another": case(
            "an authority that nobody pinned", two.answer(text, _AT), fails={17}
        ),
        "stamped-one-by-another": case(
            "two time stamps, and one of somebody who is not pinned",
            *(token, two.answer(text, _AT)),
            fails={17},
        ),
        "stamped-another-text": case(
            "a time stamp of another text", one.answer(f"{text}\n", _AT), fails={17}
        ),
        "stamped-another-checkpoint": case(
            "a time stamp beside another checkpoint", token, of=other, fails={17}
        ),
        "stamped-later-than-now": case("a time stamp of the future", at(late), fails={17}),
        "stamped-before": case(
            "older than what it covers", at(RELEASED - timedelta(seconds=10)), fails={17}
        ),
        "stamped-damaged": case("a byte of the signature was changed", damaged, fails={17}),
        "stamped-cut": case("the time stamp breaks off", token[:-1], fails={17}),
        "stamped-no-log": case(
            "an authority is pinned, and no log policy",
            token,
            policy={"roots": pinned["roots"], "tsa": [one.pem], "require": []},
            fails={17},
            unpinned={16},
        ),
    }
