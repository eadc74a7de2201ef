"""Vectors of docs/formats/{audit-entry,checkpoint,witness}.md.

Each file holds one case: what it is (`of`), why (`about`), what a reader must do (`expect`:
success, malformed, bad signature, not proven), and what it reads. A case that must fail
differs from one that succeeds in a single fault. Everything comes from fixed numbers, but
for two ML-DSA-44 lines: those hold chance, so they were made once (tests/vectors/audit).
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from nacl.signing import SigningKey

from audit.chain import chain_of
from audit.checkpoint import Checkpoint
from audit.cosignature import cosign, cosign_mldsa, mldsa_verifier
from audit.entry import (
    Entry,
    case_tag,
    commitment,
    object_tag,
    organisation_tag,
)
from audit.fields import make_fields, marshal_fields, only, root_of
from audit.log_key import LogKey
from audit.merkle import Tree, leaf_hash
from audit.note import COSIGNATURE, Note, VerifierKey
from audit.proof import LogProof
from audit.receipt import Receipt, sign_receipt
from audit.witnessing import Asked, marshal_request

Case = dict[str, Any]
MALFORMED, BAD, UNPROVEN = "malformed", "bad signature", "not proven"
K_CASE, R, DOCUMENT = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
NEWER_ROLES = ("supervisor", "disclosure-officer", "defence-reviewer", "court-expert")
NOW = 1_780_000_000
LAST_MS = (NOW + 1) * 1000 + 999 + 5000
BOTH = LogKey.of_seed("vault.example/audit/1", b"\x01" * 32)
LOG = LogKey(BOTH.origin, BOTH.key)
LINES = Path(__file__).parents[2] / "tests" / "vectors" / "audit" / "mldsa44.txt"
KEYS = {name: SigningKey(bytes([at]) * 32) for at, name in enumerate(("body", "ngo", "net"), 2)}
MLDSA = MLDSA44PrivateKey.from_seed_bytes(b"\x09" * 32)


def entries() -> list[Entry]:
    """Give a log of seven entries, two of another case."""
    made = []
    for at in range(7):
        key, number = (K_CASE, at - at // 3) if at % 3 < 2 else (b"\x07" * 32, at // 3)  # noqa: PLR2004 every third
        made.append(
            Entry(
                id=bytes([at]).hex() * 16,
                t=NOW * 1000 + at,
                act="release.publish" if at == 4 else "grant",  # noqa: PLR2004 one of them
                out="done",
                role="survivor",
                tag=case_tag(key, number).hex(),
                obj=object_tag(key, bytes([at]) * 16).hex(),
                org=organisation_tag(key, "a caring organisation").hex(),
                doc=commitment("doc", R, DOCUMENT).hex(),
            )
        )
    return made


DATA = [entry.marshal() for entry in entries()]
LEAVES = [leaf_hash(data) for data in DATA]
TREE = Tree(LEAVES)
CHECKPOINT = Checkpoint(LOG.origin, 7, TREE.root())
TEXT = CHECKPOINT.marshal()


def witness(name: str) -> VerifierKey:
    """Give a witness's public key."""
    return VerifierKey(f"{name}.example/w", COSIGNATURE, bytes(KEYS[name].verify_key))


def make_lines() -> str:
    """Make the two ML-DSA-44 lines: the log's, and a witness's."""
    assert BOTH.mldsa is not None
    made = [cosign_mldsa(TEXT, BOTH.origin, BOTH.mldsa, NOW)]
    made.append(cosign_mldsa(TEXT, "m.example/w", MLDSA, NOW))
    return "".join(line.line() for line in made)


def policy(log: LogKey = LOG) -> str:
    """Give a policy of one log and three witnesses."""
    lines = [f"log {key.marshal()}" for key in log.verifiers()]
    lines += [f"witness {name} {witness(name).marshal()}" for name in KEYS]
    lines += ["group others any ngo net", "group both all body others", "quorum both"]
    return "\n".join(lines) + "\n"


def note(*names: str, checkpoint: Checkpoint = CHECKPOINT, log: LogKey = LOG) -> str:
    """Give a checkpoint signed by the log and cosigned by these."""
    signed = log.sign(checkpoint, seconds=NOW)
    text = signed.text
    lines = [cosign(text, f"{name}.example/w", KEYS[name], NOW + 1) for name in names]
    return Note(text, (*signed.signatures, *lines)).marshal()


def _by(good: Case, role: str) -> Case:
    """Give the good entry with who did it in another role."""
    made = replace(entries()[4], role=role).marshal()
    leaf = leaf_hash(made)
    told = {"about": f"logged for a {role}", "entry": made.decode(), "leaf": leaf.hex()}
    return good | told | {"chain": chain_of([*LEAVES[:4], leaf]).hex()}


def receipt_cases() -> dict[str, Case]:
    """Receipts: signed and not, of another log, and in other spellings."""
    receipt = Receipt(4, LEAVES[4], chain_of(LEAVES[:5]))
    text = sign_receipt(receipt, BOTH.origin, KEYS["body"]).marshal()
    good = {"of": "receipt", "expect": "success", "about": "signed", "receipt": text}
    good |= {"origin": BOTH.origin, "key": bytes(KEYS["body"].verify_key).hex(), "index": 4}
    good |= {"leaf": receipt.leaf.hex(), "chain": receipt.chain.hex()}
    index, leaf, chain, signature = text.split(" ")
    # The last digit of 86 has two bits that count and four that must be none.
    digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    bits = digits[digits.index(signature[-1]) + 1]
    faults = {
        "zero-before": f"04 {leaf} {chain} {signature}",
        "capital": f"{index} {leaf.upper()} {chain} {signature}",
        "two-spaces": text.replace(" ", "  ", 1),
        "spare-bits": f"{index} {leaf} {chain} {signature[:-1]}{bits}",
        "padding": f"{text}==",
        "short": text[:-1],
        "too-large": f"{2**53} {leaf} {chain} {signature}",
        "line-after": f"{text}\n",
    }
    cases = {f"receipt-{name}": fault(good, name, receipt=it) for name, it in faults.items()}
    bad = good | {"expect": BAD}
    cases["receipt-other-log"] = bad | {"origin": "vault.example/audit/2", "about": "another log"}
    other = f"5 {leaf} {chain} {signature}"
    cases["receipt-other-entry"] = bad | {"receipt": other, "about": "another index"}
    bare = f"{index} {leaf} {chain}"
    cases["receipt-unsigned"] = bad | {"receipt": bare, "about": "no signature to check"}
    return {"receipt-signed": good} | cases


def fields_cases() -> dict[str, Case]:
    """Sealed fields: all open, one open, and what is none."""
    values = {"actor": "5b" * 16, "name": "R. Evans é", "staff": "00" * 16}
    salts = iter(bytes([at]) * 32 for at in range(1, 9))
    made = make_fields(values, random=lambda _size: next(salts))
    text = marshal_fields(made).decode()
    good = {"of": "fields", "expect": "success", "about": "three open fields", "fields": text}
    good |= {"x": root_of(made).hex(), "values": values}
    closed = {
        "fields": marshal_fields(only(made, ["name"])).decode(),
        "values": {"name": values["name"]},
        "about": "two closed, one open",
    }
    faults = {
        "order": text.replace('["actor"', '["zz"').replace('["name"', '["actor"'),
        "unknown": text.replace('"staff"', '"uncle"'),
        "none": '{"fields":[],"v":1}',
        "short-r": text.replace("01" * 32, "01" * 31),
        "capital": text.replace("5b" * 16, "5B" * 16).replace("02" * 32, "0A" * 32),
        "space": text.replace('"v":1', '"v": 1'),
        "long-value": text.replace("R. Evans é", "a" * 1001),
        "no-value": text.replace('"R. Evans é"', '""'),
    }
    cases = {f"fields-{name}": fault(good, name, fields=it) for name, it in faults.items()}
    other = {"expect": "not proven", "fields": text.replace("R. Evans", "S. Evans")}
    cases["fields-exchanged"] = good | other | {"about": "another name than was committed to"}
    return {"fields-open": good, "fields-closed": good | closed} | cases


def entry_cases() -> dict[str, Case]:
    """Entries, the chain over them, and what blinds them."""
    text = DATA[4].decode()
    good = {"of": "entry", "expect": "success", "about": "a release is logged", "entry": text}
    good |= {"leaf": LEAVES[4].hex(), "chain": chain_of(LEAVES[:5]).hex()}
    good |= {"before": chain_of(LEAVES[:4]).hex()}
    faults = {
        "capital": text.replace('"id":"04', '"id":"0A'),
        "space": text.replace('"v":1', '"v": 1'),
        "escape": text.replace("survivor", "surviv\\u006fr"),
        "twice": text.replace('"v":1', '"v":1,"v":1').replace(" " * 6, "", 1),
        "unknown-field": text.replace('"v":1', '"u":1,"v":1').replace(" " * 6, "", 1),
        "missing-field": text.replace('"role":"survivor",', " " * 18),
        "unknown-act": text.replace("release.publish", "release_publish"),
        "unknown-role": text.replace("survivor", "stranger"),
        "version": text.replace('"v":1', '"v":2'),
        "number-as-text": text.replace('"v":1', '"v":"1"').replace("  ", "", 1),
        "short-padding": text.replace(" ", "", 1),
        "long-padding": text.replace('"pad":"', '"pad":"' + " " * 512),
        "other-padding": text.replace('"pad":" ', '"pad":"x'),
        "bytes-after": text + "\n",
    }
    cases = {f"entry-{name}": fault(good, name, entry=it) for name, it in faults.items()}
    cases |= {f"entry-of-{role}": _by(good, role) for role in NEWER_ROLES}
    blinded = {
        "of": "blinding",
        "expect": "success",
        "about": "tags, pseudonyms and commitments",
        "k_case": K_CASE.hex(),
        "tags": [case_tag(K_CASE, number).hex() for number in range(3)],
        "item": "00" * 16,
        "obj": object_tag(K_CASE, bytes(16)).hex(),
        "organisation": "a caring organisation",
        "org": organisation_tag(K_CASE, "a caring organisation").hex(),
        "r": R.hex(),
        "value": DOCUMENT.hex(),
        "doc": commitment("doc", R, DOCUMENT).hex(),
    }
    return {"entry-plain": good, "blinding-plain": blinded} | cases


def checkpoint_cases() -> dict[str, Case]:
    """Checkpoints with cosignatures, under a policy."""
    good = {"of": "checkpoint", "expect": "success", "about": "log and quorum"}
    good |= {"note": note("body", "net"), "policy": policy(), "now": NOW}
    good |= {"origin": LOG.origin, "size": 7, "root": TREE.root().hex()}
    forked = Checkpoint(LOG.origin, 7, bytes(32))
    moved = note(checkpoint=forked) + "".join(note("body", "net").splitlines(keepends=True)[-2:])
    strange = LogKey(LOG.origin, SigningKey(b"\x66" * 32))
    other = LogKey("other.example", LOG.key)
    of_log, of_witness = LINES.read_text("utf-8").splitlines(keepends=True)
    cases = {
        "checkpoint-plain": good,
        "checkpoint-all": good | {"note": note("body", "ngo", "net"), "about": "all witnesses"},
        "checkpoint-too-few": fault(good, "the independent body is missing", UNPROVEN)
        | {"note": note("ngo", "net")},
        "checkpoint-moved-lines": fault(good, "cosignatures of another root", BAD)
        | {"note": moved},
        "checkpoint-two-keys": good
        | {"about": "the log has two keys", "policy": policy(BOTH), "note": good["note"] + of_log},
        "checkpoint-without-mldsa": fault(good, "one of the log's two keys is missing", BAD)
        | {"policy": policy(BOTH)},
        "checkpoint-other-key": fault(good, "another key of the same name", BAD)
        | {"note": note("body", "net", log=strange)},
        "checkpoint-other-origin": fault(good, "a log that the policy does not name", UNPROVEN)
        | {
            "note": note(
                "body", "net", checkpoint=replace(CHECKPOINT, origin=other.origin), log=other
            )
        },
        "checkpoint-future": fault(good, "cosigned in the future", BAD) | {"now": NOW - 300},
        "checkpoint-extension": fault(good, "an extension line")
        | {"note": good["note"].replace("=\n\n", "=\nmore\n\n", 1)},
        "checkpoint-zero": fault(good, "a size with a leading zero")
        | {"note": good["note"].replace("\n7\n", "\n07\n")},
        "checkpoint-crlf": fault(good, "lines that end otherwise")
        | {"note": good["note"].replace("\n", "\r\n")},
        "checkpoint-no-line": fault(good, "no signature") | {"note": TEXT + "\n"},
    }
    quorum = f"witness m {mldsa_verifier('m.example/w', MLDSA).marshal()}\nquorum m\n"
    cases["checkpoint-mldsa-witness"] = good | {
        "about": "a witness with an ML-DSA-44 key",
        "note": note() + of_witness,
        "policy": policy().splitlines(keepends=True)[0] + quorum,
    }
    return cases


def policy_cases() -> dict[str, Case]:
    """Policies, and which witnesses make the quorum."""
    names: list[Any] = [[], ["body"], ["ngo", "net"], ["body", "ngo"], ["body", "ngo", "net"]]
    good = {"of": "policy", "expect": "success", "about": "2 of 3, one of them the body"}
    good |= {
        "policy": policy(),
        "quorum": [[each, len(each) > 1 and "body" in each] for each in names],
    }
    text = policy()
    faults = {
        "no-quorum": text.replace("quorum both\n", ""),
        "end-comment": text.replace("quorum both", "quorum both # why"),
        "key-twice": text + f"witness again {witness('ngo').marshal()}\n",
        "member-twice": text + "group more all ngo\n",
        "log-as-witness-kind": text + f"log {witness('ngo').marshal()}\n",
        "wide-space": text.replace("quorum both", "quorum\u00a0both"),
        "no-last-newline": text.rstrip("\n"),
        "wrong-key-id": text.replace(witness("net").key_id.hex(), "00000000"),
    }
    return {"policy-plain": good} | {
        f"policy-{name}": fault(good, name, policy=it) for name, it in faults.items()
    }


def section_cases() -> dict[str, Case]:
    """What a release carries for one document: entry, r and proof."""
    proof = LogProof(4, tuple(TREE.path(4)), note("body", "net"))
    good = {"of": "section", "expect": "success", "about": "a release's log section", "now": NOW}
    good |= {"entry": DATA[4].decode(), "r": R.hex(), "proof": proof.marshal(), "index": 4}
    good |= {"document": DOCUMENT.hex(), "policy": policy(), "act": "release.publish"}
    good |= {"t": NOW * 1000 + 4}
    other = LogProof(5, proof.path, proof.checkpoint).marshal()
    longer = LogProof(4, (*proof.path, bytes(32)), proof.checkpoint).marshal()
    shorter = LogProof(4, proof.path[:-1], proof.checkpoint).marshal()
    return {
        "section-plain": good,
        "section-other-document": fault(good, "another document", UNPROVEN)
        | {"document": bytes(32).hex()},
        "section-other-r": fault(good, "other randomness", UNPROVEN) | {"r": bytes(32).hex()},
        "section-other-index": fault(good, "another index", UNPROVEN) | {"proof": other},
        "section-other-entry": fault(good, "another entry of the log", UNPROVEN)
        | {"entry": DATA[3].decode(), "act": "grant"},
        "section-other-act": fault(good, "an entry of another act", UNPROVEN) | {"act": "grant"},
        "section-not-done": fault(good, "an entry of what was refused", UNPROVEN)
        | lone_entry(out="denied"),
        "section-time-edge": good
        | lone_entry(t=LAST_MS)
        | {"about": "dated five seconds after the witnesses' second", "t": LAST_MS},
        "section-after-witness": fault(good, "dated after the witnesses saw it", UNPROVEN)
        | lone_entry(t=LAST_MS + 1),
        "section-longer": fault(good, "a hash too many", UNPROVEN) | {"proof": longer},
        "section-shorter": fault(good, "a hash too few", UNPROVEN) | {"proof": shorter},
        "section-index-zero": fault(good, "an index with a leading zero")
        | {"proof": good["proof"].replace("index 4", "index 04")},
        "section-version": fault(good, "another version of the proof")
        | {"proof": good["proof"].replace("@v1", "@v2")},
    }


def lone_entry(**changes: Any) -> Case:  # noqa: ANN401 a field's value
    """Give the section of a log of one entry, which differs from the fifth in these fields."""
    data = replace(entries()[4], **changes).marshal()
    checkpoint = Checkpoint(LOG.origin, 1, leaf_hash(data))
    proof = LogProof(0, (), note("body", "net", checkpoint=checkpoint)).marshal()
    return {"entry": data.decode(), "proof": proof, "index": 0}


def request_cases() -> dict[str, Case]:
    """Requests to a witness."""
    older = Checkpoint(LOG.origin, 3, Tree(LEAVES[:3]).root())
    text = marshal_request(Asked(3, tuple(TREE.consistency(3)), note()))
    good = {"of": "request", "expect": "success", "about": "from 3 to 7", "request": text}
    good |= {"old": 3, "old_root": older.root.hex(), "size": 7, "root": TREE.root().hex()}
    faults = {
        "zero": text.replace("old 3", "old 03"),
        "no-gap": text.replace("\n\n", "\n", 1),
        "short-hash": text.replace("\n", "\nAAAA\n", 1),
        "spelling": text.replace("=\n", "\n", 1),
    }
    return {"request-plain": good} | {
        f"request-{name}": fault(good, name, request=it) for name, it in faults.items()
    }


def fault(good: Case, about: str, expect: str = MALFORMED, **changes: str) -> Case:
    """Give a case that differs from a good one in one fault."""
    return good | {"about": about, "expect": expect} | changes


def write(folder: Path) -> None:
    """Write every case into a folder, one file each."""
    cases = entry_cases() | checkpoint_cases() | policy_cases()
    cases |= section_cases() | request_cases() | fields_cases() | receipt_cases()
    for name, case in cases.items():
        text = json.dumps(case, indent=1, sort_keys=True, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text + "\n")
