"""Random scopes over phone data: a release is what a plain loop over the records gives.

The loop below is written from docs/formats/scope.md alone and shares no code with the product.
It reads what `safehold inspect --records` writes. For every scope, what the worker selects must
be those records and no others, and what it counts as withheld must be the rest of the same
conversations and days.
"""

import json
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from consent.scope import parse_scope
from extraction.client import OpenedExtraction, make_grant, open_own, preview_scope
from extraction.grant_builder import Terms
from extraction.made import write_made_source
from extraction.selection import GrantFiles, Selected, select
from tests.cli.running import Desk, done
from tests.conftest import seeded_random, shared_folder
from tests.samples.leaving import copied, disclosed, strangers
from vault.certificate import parse_certificate
from vault.custody import FolderCustody
from vault.identity import Identity, Kind
from vault.identity_file import parse_identity
from vault.ids import Gid

SCOPES = 200
DAY = 86_400
NOW = datetime(2026, 11, 1, tzinfo=UTC)
Body = dict[str, Any]
WORDLESS = "nothing but the words keeps it out"


# The oracle.


def counterparties(record: Body) -> list[str | None]:
    people = record.get("parties", [])
    return [one.get("id_norm") for one in people if one.get("is_owner") is not True]


def bounds(record: Body) -> tuple[int, int] | None:
    time = record.get("time", {})
    if "lo_us" not in time or "hi_us" not in time or time["lo_us"] > time["hi_us"]:
        return None
    return time["lo_us"], time["hi_us"]


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[\ufffc\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]", "", text)
    return " ".join(unicodedata.normalize("NFKC", text.casefold()).split())


def said_of(record: Body, scope: Body) -> str | None:
    """None when a record is in scope, else why it is not."""
    answers: list[bool | None] = [record["category"] in scope["c"]]
    answers.append("class" not in record or record["class"] in scope.get("s", []))
    if "a" in scope:
        app = record.get("app", {}).get("id")
        answers.append(None if app is None else app in scope["a"])
    if "t" in scope:
        answers.append(record.get("thread", {}).get("id") in scope["t"])
    if "p" in scope:
        people = counterparties(record)
        if None in people:
            answers.append(None)
        else:
            answers.append(bool(people) and all(one in scope["p"] for one in people))
    when = bounds(record)
    if when is None:
        answers.append(True if scope["u"] else None)
    elif "d" in scope:
        lo, hi = when
        answers.append(any(a * 10**6 <= lo and hi < b * 10**6 for a, b in scope["d"]))
    if "m" in scope and record["category"] == "media":
        answers.append(is_of_kinds(record, scope["m"]))
    if False in answers:
        return "out-of-scope"
    if None in answers:
        return "unknown"
    nested = "nested_content" in record.get("flags", []) or "embedded_in" in record
    senders = [one["is_owner"] for one in record.get("parties", []) if one["role"] == "from"]
    if nested and not scope.get("q", True) and not (senders and all(senders)):
        return "third-party"
    return said_of_words(record, scope)


def said_of_words(record: Body, scope: Body) -> str | None:
    texts = [folded(text["value"]) for text in record.get("text", [])]
    if "k" in scope and not any(folded(word) in text for word in scope["k"] for text in texts):
        return WORDLESS
    if "w" in scope and not any(is_word(word, text) for word in scope["w"] for text in texts):
        return WORDLESS
    return None


def is_of_kinds(record: Body, asked: list[str]) -> bool | None:
    own = [one for one in record.get("blobs", []) if one["role"] in ("media", "attachment")]
    kinds = [kind_of(one) for one in own]
    return None if not own or None in kinds else all(kind in asked for kind in kinds)


def kind_of(blob: Body) -> str | None:
    if "mime_sniffed" not in blob:
        return None
    major: str = blob["mime_sniffed"].split("/")[0]
    return major if major in ("image", "audio", "video") else "document"


def is_word(word: str, text: str) -> bool:
    """Whether a word stands whole in a text; here a letter is what Unicode says is one."""
    word, begins = (word[:-1], True) if word.endswith("*") else (word, False)
    behind = "" if begins else r"(?!\w)"
    return re.search(rf"(?<!\w){re.escape(folded(word))}{behind}", text) is not None


def decided(records: list[Body], scope: Body) -> list[str | None]:
    """Decide every record: first each by itself, then what stands near one with the words."""
    said = [said_of(record, scope) for record in records]
    near = {at for found in conversations(records, scope) for at in near_in(found, said, scope)}
    return [
        (None if at in near else "out-of-scope") if why == WORDLESS else why
        for at, why in enumerate(said)
    ]


def near_in(found: list[int], said: list[str | None], scope: Body) -> set[int]:
    reach = scope.get("n", 0)
    hits = [here for here, at in enumerate(found) if said[at] is None]
    return {at for here in hits for at in found[max(0, here - reach) : here + reach + 1]}


def conversations(records: list[Body], scope: Body) -> Iterator[list[int]]:
    """List each conversation's records of days that follow each other and are all shown."""
    groups: dict[str, dict[int | None, list[int]]] = {}
    for at, record in enumerate(records):
        if not record.get("thread", {}).get("id"):
            continue
        people = counterparties(record)
        parts = [record["category"], record["thread"]["id"], record.get("class")]
        parts += [record.get("app", {}).get("id"), None if None in people else sorted(set(people))]  # type: ignore[type-var,list-item]
        when = bounds(record)
        day = None if when is None else when[0] // (DAY * 10**6)
        groups.setdefault(json.dumps(parts), {}).setdefault(day, []).append(at)
    for days in groups.values():
        run: list[int] = []
        for day in [None, *sorted(one for one in days if one is not None)]:
            if all(is_shown(records[at], scope) for at in days.get(day, [])):
                run += days.get(day, [])
            else:
                yield run
                run = []
            if day is None:
                yield run
                run = []
        yield run


def is_shown(record: Body, scope: Body) -> bool:
    """Whether a record lies in a conversation and on a day that the scope reaches."""
    people = sorted({one for one in counterparties(record) if one is not None})
    known = people if None not in counterparties(record) else []
    reached = record["category"] in scope["c"]
    reached &= "class" not in record or record["class"] in scope.get("s", [])
    reached &= "a" not in scope or record.get("app", {}).get("id") in scope["a"]
    reached &= "t" not in scope or record.get("thread", {}).get("id") in scope["t"]
    reached &= "p" not in scope or (bool(known) and set(known) <= set(scope["p"]))
    when = bounds(record)
    if when is None:
        return bool(reached and scope["u"])
    if "d" not in scope:
        return bool(reached)
    start = when[0] // (DAY * 10**6) * DAY
    return bool(reached and any(a < start + DAY and start < b for a, b in scope["d"]))


# The scopes.


def values_of(records: list[Body]) -> dict[str, list[Any]]:
    """What the records hold in each dimension, for scopes to be drawn from."""
    found: dict[str, set[Any]] = {key: set() for key in "captk"}
    days: set[int] = set()
    for record in records:
        found["c"].add(record["category"])
        found["a"].add(record.get("app", {}).get("id"))
        found["t"].add(record.get("thread", {}).get("id"))
        found["p"].update(counterparties(record))
        for text in record.get("text", []):
            found["k"].update(text["value"].split()[:2])
        if (when := bounds(record)) is not None:
            days.add(when[0] // 10**6)
    given: dict[str, list[Any]] = {
        key: sorted(one for one in values if one and unicodedata.is_normalized("NFC", one))
        for key, values in found.items()
    }
    return {**given, "d": sorted(days)}


def drawn(chance: random.Random, given: dict[str, list[Any]]) -> Body:
    scope: Body = {"c": some(chance, given["c"]), "u": chance.random() < 0.5}
    for key in "apt":
        if given[key] and chance.random() < 0.4:
            scope[key] = some(chance, given[key])
    if given["d"] and chance.random() < 0.7:
        # Ends fall on records' own seconds, where an off-by-one shows.
        ends = sorted(
            {max(0, chance.choice(given["d"]) + chance.choice((0, 0, 1))) for _ in "1234"}
        )
        pairs = [[ends[at], ends[at + 1]] for at in range(0, len(ends) - 1, 2)]
        scope["d"] = pairs or [[ends[0], ends[0] + DAY]]
    if given["k"] and chance.random() < 0.2:
        scope["k"] = some(chance, given["k"])
    whole = [word for word in given["k"] if re.fullmatch("[A-Za-z]{3,}", word)]
    if whole and chance.random() < 0.3:
        scope["w"] = [
            word if chance.random() < 0.7 else f"{word[:3]}*" for word in some(chance, whole)
        ]
        scope["w"] = sorted(set(scope["w"]))
    if ("k" in scope or "w" in scope) and chance.random() < 0.7:
        scope["n"] = chance.choice((1, 2, 7))
    if chance.random() < 0.7:
        scope["g"] = chance.randint(0, 4)
    if chance.random() < 0.3:
        scope["q"] = False
    if chance.random() < 0.2:
        scope["m"] = some(chance, ["audio", "document", "image", "video"])
    # Words are asked of what leaves, and this loop has no masked records.
    dice = random.Random(json.dumps(scope))
    if "k" not in scope and "w" not in scope and dice.random() < 0.3:
        scope["h"] = True
    return scope


def some(chance: random.Random, values: list[Any]) -> list[Any]:
    return sorted(chance.sample(values, chance.randint(1, min(len(values), 4))))


# The product.


@dataclass(frozen=True)
class Phone:
    """A sealed sample, opened by the survivor, and what inspect wrote of it."""

    name: str
    records: list[Body]
    opened: OpenedExtraction
    survivor: Identity
    worker: Identity
    custody: FolderCustody

    def selected(self, scope: Body, seed: str) -> Selected:
        chance = seeded_random(seed)
        found = preview_scope(
            self.opened,
            parse_scope({**scope, "x": [self.opened.eid.hex()]}),
            excluded={},
            progress=lambda *_: None,
        )
        terms = Terms(
            gid=Gid(chance(16)),
            worker=self.worker.bundle,
            worker_cert=None,
            release_to=(self.survivor.fp,),
            approval="ask",
            created=NOW,
            not_before=NOW,
            expires=NOW + timedelta(days=1),
        )
        signed = make_grant(self.opened, found, terms, self.survivor, random=chance)
        return select(
            GrantFiles(signed.statement, signed.envelope, None),
            self.custody,
            self.worker,
            self.survivor.bundle,
            now=NOW,
            certificates=[parse_certificate(raw) for raw in self.custody.certs()],
            before_segment=lambda *_: None,
        )


def sources() -> list[Path]:
    shared = shared_folder()
    if shared is None:
        return []
    samples = shared / "samples"
    found = [path.parent for path in sorted(samples.glob("leapp-lava/*/_lava_data.lava"))]
    found += sorted((samples / "sms-backup-restore-xml").glob("*.xml"))
    found += [
        path
        for path in sorted((samples / "whatsapp-txt").glob("*.txt"))
        if path.name != "SOURCE.txt"
    ]
    return [*found, samples / "ufdr-derived" / "report.xml"]


def opened_phone(source: Path, folder: Path) -> Phone:
    desk = Desk(folder)
    records = folder / "records.jsonl"
    zone = ("--zone", "Etc/UTC")
    done("inspect", source, "--records", records, *zone)
    sealed = desk.seal(source, *zone)
    survivor, worker = (
        parse_identity(desk.key(name).read_bytes(), passphrase=None)
        for name in ("survivor", "worker")
    )
    assert worker.bundle.kind is Kind.ORGANISATION
    custody = FolderCustody(sealed)
    bodies = [json.loads(line) for line in records.read_text("utf-8").splitlines()]
    return Phone(source.name, bodies, open_own(custody, survivor), survivor, worker, custody)


def phones(folder: Path) -> Iterator[Phone]:
    made = write_made_source(folder / "made", random=seeded_random("scopes"), days=9)
    for number, source in enumerate([made, *sources()]):
        place = folder / str(number)
        place.mkdir()
        yield opened_phone(source, place)


def test_a_release_is_what_a_plain_loop_gives(tmp_path: Path) -> None:
    everyone = list(phones(tmp_path))
    each = -(-SCOPES // len(everyone))
    outcomes: Counter[str] = Counter()
    for phone in everyone:
        chance = random.Random(phone.name)
        given = values_of(phone.records)
        for number in range(each):
            scope = drawn(chance, given)
            said = list(zip(phone.records, decided(phone.records, scope), strict=True))
            outcomes["near"] += sum(
                why is None and said_of(record, scope) == WORDLESS for record, why in said
            )
            selected = phone.selected(scope, f"{phone.name}/{number}")
            wanted = Counter(record["record_id"] for record, why in said if why is None)
            whole, changed = disclosed(selected), copied(selected)
            assert whole + changed == wanted, (phone.name, scope)
            steps = [copy.step for copy in selected.derived.records]
            placed = [record["record_id"] for record, _ in said if "place" in record]
            if "location" in scope["c"]:
                assert "g" in scope or "h" in scope or not changed
                outcomes["cut"] += sum("place" in step for step in steps)
            else:
                assert not [name for name in placed if name in whole], (phone.name, scope)
            reasons = Counter(
                why for record, why in said if why is not None and is_shown(record, scope)
            )
            reasons += Counter(transformed=changed.total())
            assert Counter(selected.withheld) == reasons, (phone.name, scope)
            if "h" in scope:
                assert strangers(selected) == [], (phone.name, scope)
                outcomes["masked"] += sum("mask" in step for step in steps)
            outcomes["some" if wanted else "none"] += 1
            outcomes["withheld"] += bool(reasons)
    # The scopes must meet all three cases often, or the comparison shows little.
    assert min(outcomes["some"], outcomes["none"], outcomes["withheld"]) > 20, outcomes
    # Few of the samples' records have a place.
    assert outcomes["near"] > 20, outcomes
    assert outcomes["cut"] > 5, outcomes
    assert outcomes["masked"] > 20, outcomes
