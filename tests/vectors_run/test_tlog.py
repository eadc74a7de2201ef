"""Other people's vectors of transparency logs, where they lie beside the project.

Sources and licences are in their SOURCE.txt. `ok` is what the source's own code says and
`c2sp_ok` what the C2SP text says where it differs; where we are stricter than both, the
test says so by name.
"""

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_der_x509_certificate
from nacl.signing import SigningKey
from rfc3161_client import decode_timestamp_response

from audit.checkpoint import parse_checkpoint
from audit.cosignature import check_cosignatures
from audit.errors import AuditError, BadSignature, NotProven
from audit.log_copy import parse_bundle
from audit.merkle import Tree, leaf_hash, verify_consistency, verify_inclusion
from audit.note import (
    COSIGNATURE,
    ED25519,
    Note,
    VerifierKey,
    check_ed25519,
    check_note,
    parse_note,
    parse_signatures,
    parse_vkey,
)
from audit.policy import parse_log_policy
from audit.proof import parse_proof
from audit.tiles import tile_path
from audit.timestamp import check_token, parse_authority
from audit.witnessing import parse_request

FOLDER = Path(__file__).parents[2].parent / "shared" / "vectors" / "tlog"


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


def files(pattern: str) -> list[Path]:
    return sorted((FOLDER / "transparency-dev-merkle" / "testdata").glob(pattern))


def unb64(text: str) -> bytes:
    return base64.b64decode(text)


def name_of(case: Any) -> str:
    if isinstance(case, Path):
        return f"{case.parent.name}-{case.stem}"
    return str(case.get("name") or case.get("vkey", "")[:20] or case.get("K"))


def accepted(check: Any) -> bool:
    try:
        check()
    except AuditError:
        return False
    return True


@pytest.mark.parametrize("case", load("signed-note/notes.json")["cases"], ids=name_of)
def test_notes(case: Any) -> None:
    keys = [parse_vkey(text) for text in case["vkeys"]]
    text = case.get("note") or unb64(case["note_b64"]).decode("utf-8", "surrogateescape")
    if not case["ok"]:
        assert not accepted(lambda: check_note(parse_note(text), keys))
        return
    found = check_note(parse_note(text), keys)
    assert [key.name for key in found] == case["verified"]


@pytest.mark.parametrize("case", load("signed-note/vkeys.json")["cases"], ids=name_of)
def test_vkeys(case: Any) -> None:
    assert accepted(lambda: parse_vkey(case["vkey"])) is case["ok"]


@pytest.mark.parametrize("case", load("tlog-checkpoint/parse.json")["cases"], ids=name_of)
def test_checkpoints_whose_roots_are_not_32_bytes_are_refused_too(case: Any) -> None:
    assert not accepted(lambda: parse_checkpoint(case["text"]))


SIGSUM = load("tlog-checkpoint/sigsum_valid.json")


def test_a_sigsum_checkpoint_has_its_seeds_signature() -> None:
    note = parse_note(SIGSUM["checkpoint"])
    key = SigningKey(bytes.fromhex(SIGSUM["seed_hex"]))
    parse_checkpoint(note.text)
    public = VerifierKey(note.signatures[0].name, ED25519, bytes(key.verify_key))
    assert check_note(note, [public]) == [public]


def test_of_the_sigsum_cosignature_lines_the_second_alone_is_whole() -> None:
    public = bytes(SigningKey(bytes.fromhex(SIGSUM["seed_hex"])).verify_key)
    key = VerifierKey(SIGSUM["cosignature_name"], COSIGNATURE, public)
    body = SIGSUM["cosigned_checkpoint_body"]
    found = []
    for line in SIGSUM["cosignature_lines"]:
        try:
            note = Note(body, parse_signatures(line + "\n"))
            found.append(check_cosignatures(note, [key], now_seconds=5000))
        except AuditError:
            found.append({})
    assert found == [{}, {key: SIGSUM["cosignature_time"]}, {}, {}]
    whole = parse_signatures(SIGSUM["cosignature_lines"][1] + "\n")[0]
    later = replace(whole, value=(1235).to_bytes(8) + whole.value[8:])
    with pytest.raises(BadSignature):
        check_cosignatures(Note(body, (later,)), [key], now_seconds=5000)


def test_the_specifications_cosigned_checkpoint_parses_and_gives_its_time() -> None:
    case = load("tlog-cosignature/c2sp_examples.json")
    note = parse_note(case["checkpoint"])
    assert note.marshal() == case["checkpoint"]
    value = note.signatures[1].value
    assert int.from_bytes(value[:8]) == case["witness_line_timestamp"]
    head = f"cosignature/v1\ntime {case['witness_line_timestamp']}\n"
    assert head + parse_checkpoint(note.text).marshal() == case["message_example"]
    other = case["formats_timestamp_case"]
    assert int.from_bytes(unb64(other["sig_b64"])[4:12]) == other["time"]


@pytest.mark.parametrize("case", load("tlog-policy/parse.json")["cases"], ids=name_of)
def test_policies(case: Any) -> None:
    assert accepted(lambda: parse_log_policy(case["policy"])) is case["ok"]


def with_vkeys(text: str) -> str:
    """Spell a Sigsum policy's hex keys as vkeys, of a log or a witness by the line."""

    def spell(found: re.Match[str]) -> str:
        kind = ED25519 if "log" in found[1] else COSIGNATURE
        key = VerifierKey(f"{found[2][:4]}.example", kind, bytes.fromhex(found[2]))
        return found[1] + key.marshal()

    return re.sub(r"(log |witness \w+ )([0-9a-f]{64})", spell, text)


@pytest.mark.parametrize("case", load("tlog-policy/sigsum_hexkeys.json")["cases"], ids=name_of)
def test_sigsum_policies(case: Any) -> None:
    text = with_vkeys(case["policy"])
    assert accepted(lambda: parse_log_policy(text)) is case["ok"]
    for names, holds in case.get("quorum", []):
        policy = parse_log_policy(text)
        assert policy.satisfied([policy.witnesses[name] for name in names]) is holds


@pytest.mark.parametrize("case", load("tlog-proof/parse.json")["cases"], ids=name_of)
def test_proofs(case: Any) -> None:
    if not case["ok"]:
        assert not accepted(lambda: parse_proof(case["encoded"]))
        return
    proof = parse_proof(case["encoded"])
    assert proof.marshal() == case["encoded"]
    assert (proof.index, proof.checkpoint) == (case["index"], case["checkpoint"])
    assert [base64.b64encode(step).decode() for step in proof.path] == case["hashes"]
    assert proof.extra == (unb64(case["extra_b64"]) if "extra_b64" in case else None)


def test_the_specifications_witness_request_parses() -> None:
    asked = parse_request(load("tlog-witness/c2sp_example.json")["request"])
    assert (asked.old, len(asked.proof)) == (20_852_014, 4)
    # The example ends with one newline more than its checkpoint does.
    note = parse_note(asked.note.removesuffix("\n"))
    assert parse_checkpoint(note.text).size == 20_852_163


def test_a_sigsum_proof_leads_to_its_signed_tree_head() -> None:
    told = load("sigsum/proofs.json")
    (case,) = told["cases"]
    pairs = [line.split("=") for line in case["proof"].splitlines() if "=" in line]
    said = dict(pairs)
    path = [bytes.fromhex(value) for name, value in pairs if name == "node_hash"]
    _, submitted = said["leaf"].split(" ", 1)
    signature, key_hash = (
        submitted[:128],
        hashlib.sha256(unb64(case["submit_key"].split()[1])[-32:]),
    )
    checksum = hashlib.sha256(bytes.fromhex(told["message_hex"])).digest()
    leaf = leaf_hash(checksum + bytes.fromhex(signature) + key_hash.digest())
    root, index, size = bytes.fromhex(said["root_hash"]), int(said["leaf_index"]), int(said["size"])
    verify_inclusion(leaf, index, size, path, root)
    public = unb64(case["log_key"].split()[1])[-32:]
    origin = f"sigsum.org/v1/tree/{hashlib.sha256(public).hexdigest()}"
    text = f"{origin}\n{size}\n{base64.b64encode(root).decode()}\n"
    key = VerifierKey(origin, ED25519, public)
    check_ed25519(key, bytes.fromhex(said["signature"]), text.encode())


@pytest.mark.parametrize("case", files("inclusion/**/*.json"), ids=name_of)
def test_inclusion(case: Path) -> None:
    told = json.loads(case.read_text("utf-8"))
    proof = [unb64(step) for step in told["proof"] or []]
    leaf, root = unb64(told["leafHash"] or ""), unb64(told["root"] or "")
    good = accepted(lambda: verify_inclusion(leaf, told["leafIdx"], told["treeSize"], proof, root))
    assert good is not told["wantErr"]


@pytest.mark.parametrize("case", files("consistency/**/*.json"), ids=name_of)
def test_consistency(case: Path) -> None:
    told = json.loads(case.read_text("utf-8"))
    proof = [unb64(step) for step in told["proof"] or []]
    roots = [unb64(told[name] or "") for name in ("root1", "root2")]
    sizes = told["size1"], told["size2"]
    good = accepted(lambda: verify_consistency(*sizes, proof, *roots))
    # Roots that are no SHA-256 values are refused here, whatever the source says.
    assert good is (not told["wantErr"] and all(len(root) == 32 for root in roots))


CROSSCHECKED = [
    json.loads(line) for line in (FOLDER / "rfc6962/crosschecked.jsonl").read_text().splitlines()
]


@pytest.mark.parametrize("case", CROSSCHECKED, ids=name_of)
def test_proofs_that_two_other_programs_agree_on(case: Any) -> None:
    proof, root = [unb64(step) for step in case["P"] or []], unb64(case["R"])
    if case["K"] == "cons":
        verify_consistency(case["M"], case["N"], proof, unb64(case["R1"]), root)
    elif case["K"] == "incl":
        verify_inclusion(unb64(case["L"]), case["I"], case["N"], proof, root)
    else:
        with pytest.raises(NotProven):
            verify_inclusion(unb64(case["L"]), case["I"], case["N"], proof, root)


def test_roots_and_nodes_of_rfc_6962() -> None:
    told = load("rfc6962/roots.json")
    leaves = [leaf_hash(bytes.fromhex(text)) for text in told["leaf_inputs_hex"]]
    assert [Tree(leaves[:size]).root().hex() for size in range(9)] == told["roots_hex"]
    for level, nodes in enumerate(told["nodes_hex"]):
        width = 1 << level
        found = [Tree(leaves[at : at + width]).root().hex() for at in range(0, 8, width)]
        assert found == nodes


def test_every_subtree_of_130_leaves_and_every_path_in_it() -> None:
    told = load("rfc6962/subtree_accumulated.json")
    leaves = [leaf_hash(bytes([at])) for at in range(told["max"])]
    roots, paths = hashlib.sha256(), hashlib.sha256()
    for end in range(told["max"] + 1):
        for start in range(end + 1):
            width = 1 << (end - start - 1).bit_length() if end > start else 1
            if start % width:
                continue
            tree = Tree(leaves[start:end])
            roots.update(f"[{start}, {end}) {tree.root().hex()}\n".encode())
            for index in range(start, end):
                path = "".join(f" {step.hex()}" for step in tree.path(index - start))
                paths.update(f"{index} [{start}, {end}){path}\n".encode())
    assert roots.hexdigest() == told["subtree_hash"]["sha256"]
    assert paths.hexdigest() == told["subtree_inclusion"]["sha256"]


@pytest.mark.parametrize("size", range(1, 11))
def test_the_log_of_tessera(size: int) -> None:
    log = FOLDER / "tessera" / "testdata" / "log"
    vkey = (FOLDER / "tessera" / "SOURCE.txt").read_text().split("vkey: ")[1].split()[0]
    note = parse_note((log / f"checkpoint.{size}").read_text("utf-8"))
    checkpoint = parse_checkpoint(note.text)
    check_note(note, [parse_vkey(vkey)])
    bundle = (log / tile_path(-1, 0, size)).read_bytes()
    leaves = [leaf_hash(entry) for entry in parse_bundle(bundle, size)]
    assert (log / tile_path(0, 0, size)).read_bytes() == b"".join(leaves)
    assert (Tree(leaves).root(), checkpoint.size) == (checkpoint.root, size)


STAMPS = FOLDER / "rfc3161-client"


def pinned(case: Any) -> str:
    """Give the pin of a case: its chain, or what a case with a name would have us pin."""
    if "chain_der" in case:
        der = load_der_x509_certificate((STAMPS / case["chain_der"]).read_bytes())
        return der.public_bytes(Encoding.PEM).decode()
    chain = (STAMPS / case["chain"]).read_text()
    if "common_name" not in case:
        return chain
    travelling = decode_timestamp_response((STAMPS / case["tsr"]).read_bytes()).signed_data
    (spoofed,) = [
        found
        for found in map(load_der_x509_certificate, travelling.certificates)
        if found.subject.rfc4514_string() == case["common_name"]
    ]
    # We pin certificates, not names; the spoofed one travels in the token.
    _own, *above = re.findall(r"-----BEGIN.*?-----END CERTIFICATE-----\n", chain, re.DOTALL)
    return spoofed.public_bytes(Encoding.PEM).decode() + "".join(above)


@pytest.mark.parametrize("case", load("rfc3161-client/expect.json")["cases"], ids=str)
def test_time_stamps(case: Any) -> None:
    token = (STAMPS / case["tsr"]).read_bytes()
    authority = parse_authority(pinned(case))
    if not case["ok"]:
        with pytest.raises(BadSignature):
            check_token(token, "hello", [authority])
        return
    stamp = check_token(token, "hello", [authority])
    if "gen_time" in case:
        assert stamp.at.isoformat().replace("+00:00", "Z") == case["gen_time"]
    with pytest.raises(NotProven):
        check_token(token, "hullo", [authority])


def test_every_consistency_proof_between_subtrees_of_130_leaves() -> None:
    """Of the draft's accumulated proofs those of subtrees that begin at 0 are RFC 9162's."""
    leaves = [leaf_hash(bytes([at])) for at in range(130)]
    trees = [Tree(leaves[:size]) for size in range(131)]
    for new in range(1, 131):
        for old in range(1, new + 1):
            path = trees[new].consistency(old)
            verify_consistency(old, new, path, trees[old].root(), trees[new].root())
            if path:
                with pytest.raises(NotProven):
                    verify_consistency(old, new, path[:-1], trees[old].root(), trees[new].root())
