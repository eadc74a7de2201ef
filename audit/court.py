"""Entries for a court, each with its proof, a policy, and a program that needs nothing of ours.

docs/formats/audit-entry.md 10. One ZIP:

    README.txt        what this is, in plain words
    policy            the log policy, to be compared with one from elsewhere
    checkpoint        the newest note of the copy
    entries/17.json   entry 17, byte for byte
    17.tlog-proof     that it is in the log (C2SP tlog-proof)
    17.fields         who it was, as far as it was opened (audit-entry.md 11)
    verify.py         checks all of it: standard library and `cryptography`
    verify.html       checks the same in a browser, without a network
    time/17.tlog-proof, time/17.checkpoint, time/17.0.tsr, tsa.pem
                      what authorities stamped soon after entry 17, where there were any

The same copy and the same entries give the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from audit.checkpoint import parse_checkpoint
from audit.entry import parse_entry
from audit.errors import BadSignature, NotProven
from audit.fields import check_fields, parse_fields
from audit.log_copy import LogCopy, Stamped
from audit.merkle import Tree, leaf_hash
from audit.note import parse_note
from audit.policy import parse_log_policy
from audit.proof import LogProof
from audit.trust import check_log

_ALONE = Path(__file__).with_name("alone")
_NO_CLOCK = 2**62  # whether a signature lies in the future is for who checks to say
_README = """\
Entries of the log of a digital evidence vault.

Each file in `entries` is one line of a log in which every access, every refusal and every
decision is written down in order. The file beside it shows that the line is in the log, that
the log is signed, and which independent offices saw the log, and when. A file of fields, where
there is one, says who it was; the line holds a hash of what it says.

To check it, open verify.html in a browser, choose your own policy and then this folder, or its
ZIP. It needs no network and sends nothing anywhere. Or, on any machine with Python 3.11:

    pip install cryptography
    python3 verify.py your-own-policy

Both say the same, step by step. The policy names the keys that are trusted. Take it from the
independent offices, not from this folder. Any program that follows C2SP tlog-proof does the same
with each file of that name.

Where `time` holds files, a time-stamp authority signed that the log stood like this: entry 17
is in the log of `time/17.checkpoint` (step 7 checks that), and the authority says when that
text was there. Take the authority's certificates from the authority, not from this folder
(tsa.pem), and choose them in the page, or give them after the policy:

    python3 verify.py your-own-policy authority.pem

To read the time, and to check it without anything of ours:

    openssl ts -reply -text -in time/17.0.tsr
    openssl ts -verify -in time/17.0.tsr -data time/17.checkpoint -CAfile authority.pem \\
        -attime the-time-that-it-says-in-seconds-since-1970

What this does not show: that nobody looked without a line; what the codes in a line are
about (whoever holds the key of the case can tell); and that a copy was not copied on.
"""


def court_files(
    copy: LogCopy,
    indexes: Sequence[int],
    fields: Mapping[int, bytes] | None = None,
    chains: str = "",
) -> list[tuple[str, bytes]]:
    """Give the files of a bundle with chosen entries of a copy, by name.

    Args:
        copy: where they are taken from.
        indexes: which entries.
        fields: opened fields, by index.
        chains: certificates of time-stamp authorities in PEM, for whoever has none.

    Raises:
        NotProven: an entry is not under the copy's checkpoint, or the entries do not give it;
            or fields are not those of their entry.
        MalformedEntry: fields are not spelt as fields are.
    """
    return sorted(_files(copy, sorted(set(indexes)), fields or {}, chains))


def _files(
    copy: LogCopy, indexes: Sequence[int], fields: Mapping[int, bytes], chains: str
) -> Iterator[tuple[str, bytes]]:
    checkpoint = parse_checkpoint(parse_note(copy.checkpoint).text)
    wanted, leaves = {}, []
    for index, entry in enumerate(copy.entries()):
        if index == checkpoint.size:
            break
        leaves.append(leaf_hash(entry))
        if index in indexes:
            wanted[index] = entry
    tree = Tree(leaves)
    if tree.size != checkpoint.size or tree.root() != checkpoint.root:
        raise NotProven("the entries do not give the checkpoint's root")
    if missing := [index for index in indexes if index not in wanted]:
        raise NotProven(f"no checkpoint covers entry {missing[0]}")
    yield "README.txt", _README.encode()
    yield "checkpoint", copy.checkpoint.encode()
    for index, entry in wanted.items():
        proof = LogProof(index, tuple(tree.path(index)), copy.checkpoint)
        yield f"entries/{index}.json", entry
        if index in fields:
            check_fields(parse_fields(fields[index]), parse_entry(entry).x)
            yield f"{index}.fields", fields[index]
        yield f"{index}.tlog-proof", proof.marshal().encode()
    yield "policy", copy.policy.encode()
    stamped = list(_trusted(copy))
    for index in wanted:
        found = next((each for each in stamped if each.size > index), None)
        if found is not None:
            yield from _time(index, found, leaves)
    if chains:
        yield "tsa.pem", chains.encode()
    yield "verify.html", (_ALONE / "verify.html").read_bytes()
    yield "verify.py", (_ALONE / "verify.py.txt").read_bytes()


def _trusted(copy: LogCopy) -> Iterator[Stamped]:
    """Give the stamped checkpoints that the log signed with the keys that the policy names."""
    policy = parse_log_policy(copy.policy)
    for stamped in copy.stamped():
        try:
            check_log(parse_note(stamped.note), copy.origin, policy, now_seconds=_NO_CLOCK)
        except (NotProven, BadSignature):
            # Stamped under keys of before: whoever checks by these could not.
            continue
        yield stamped


def _time(index: int, stamped: Stamped, leaves: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    tree = Tree(leaves[: stamped.size])
    note = parse_note(stamped.note)
    if tree.root() != parse_checkpoint(note.text).root:
        raise NotProven(f"the entries do not give the root that was stamped at {stamped.size}")
    yield f"time/{index}.checkpoint", note.text.encode()
    proof = LogProof(index, tuple(tree.path(index)), stamped.note)
    yield f"time/{index}.tlog-proof", proof.marshal().encode()
    for at, token in enumerate(stamped.tokens):
        yield f"time/{index}.{at}.tsr", token
