"""Words with what stands near them, each thing once: a whole release of a small phone."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import done, run
from tests.cli.small_phone import START, Phone

SAID = (
    *("good morning", "shall we meet?", "shall we meet?", "no", "maybe", "fine", "meetings"),
    *("all day", "all day", "a penknife", "the knife, again", "see you", "never", "bye"),
)
"""One conversation, three messages a day; two messages were taken in twice."""


def moments() -> list[int]:
    found: list[int] = []
    for number, words in enumerate(SAID):
        again = number > 0 and SAID[number - 1] == words
        found.append(found[-1] if again else START + (number // 3) * 86_400_000 + number * 60_000)
    return found


class Words:
    """The phone, of whose releases the words that a package gives are asked, in order."""

    def __init__(self, folder: Path) -> None:
        self._phone = Phone(folder, zip(moments(), SAID, strict=True))
        self.folder, self.sealed = folder, self._phone.sealed

    def release(self, **scope: Any) -> tuple[dict[str, Any], list[str]]:  # noqa: ANN401 JSON
        seen, package = self._phone.release(**scope)
        return seen, [
            json.loads(item["r"])["text"][0]["value"]
            for segment in json.loads((package / "segments.json").read_text("utf-8"))
            for item in segment["records"]
            if "r" in item
        ]


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Words:
    return Words(tmp_path_factory.mktemp("phone"))


def test_equal_messages_go_once_and_are_counted(phone: Words) -> None:
    seen, given = phone.release(o=True)
    assert given == [*dict.fromkeys(SAID)]
    assert seen["withheld"] == {"not-relevant": 2}
    assert phone.release()[1] == [*SAID]


def test_whole_words_and_their_beginnings_are_found(phone: Words) -> None:
    assert phone.release(w=["knife"])[1] == ["the knife, again"]
    assert phone.release(k=["knife"])[1] == ["a penknife", "the knife, again"]
    assert phone.release(w=["knife again", "never"])[1] == ["the knife, again", "never"]
    assert phone.release(w=["meet*"])[1] == ["shall we meet?", "shall we meet?", "meetings"]


def test_what_stands_near_goes_too_over_midnight(phone: Words) -> None:
    at = SAID.index("the knife, again")
    for near in (1, 2, 5):
        assert phone.release(w=["knife"], n=near)[1] == [*SAID[at - near : at + near + 1]]


def test_of_equal_messages_the_first_counts_for_what_is_near(phone: Words) -> None:
    # The second one would bring the message after it.
    assert phone.release(w=["meet"], n=1, o=True)[1] == ["good morning", "shall we meet?"]
    assert phone.release(w=["meet"], n=1)[1] == [*SAID[:4]]


def test_nothing_is_near_to_what_the_days_do_not_hold(phone: Words) -> None:
    day = START // 1000 + 3 * 86_400
    given = phone.release(w=["knife"], n=3, d=[[day, day + 86_400]])[1]
    assert given == [*SAID[9:12]]
    # The word lies on the day before: nothing of this one is near to it.
    later = day + 86_400
    assert phone.release(w=["knife"], n=3, d=[[later, later + 86_400]])[1] == []


def test_a_scope_that_another_version_wrote_is_refused(phone: Words) -> None:
    path = phone.folder / "scope.json"
    for more in ({"n": 2}, {"n": 51, "w": ["a"]}, {"g": 5}, {"m": ["sticker"]}, {"z": True}):
        path.write_text(json.dumps({"c": ["message"], **more}))
        hers = ("--identity", phone.folder / "survivor.key", "--scope", path)
        assert run("preview", phone.sealed, *hers)[0] == 2
    path.write_text(json.dumps({"c": ["message"], "q": False, "o": True, "m": []}))
    assert done("preview", phone.sealed, *hers)["count"] == len(set(SAID))
