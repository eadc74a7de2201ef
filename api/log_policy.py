"""The log policy in force: whose cosignatures a checkpoint of this vault needs.

docs/operations.md 6. A file in the data folder, public, never empty:

    policy        in force; the embedded edition's own witness until an operator says other
    policy.next   given by `safehold up --policy`, until the old one's witnesses saw the change

A change is an entry of the log, and is in force once a checkpoint that the old policy
trusts covers it: nobody who pinned the old one is led elsewhere without a sign.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from nacl.signing import SigningKey

from api.keyring import LOCAL_WITNESS, witness_verifier
from api.settings import Unsafe
from api.witness_client import HttpWitness
from audit.errors import AuditError, MalformedNote, NotProven, Pushback
from audit.key_change import note_new_policy
from audit.log import Database
from audit.note import VerifierKey, parse_note
from audit.policy import LogPolicy, parse_log_policy
from audit.publisher import Publisher, check_start
from audit.trust import check_log
from vault.durable import sync_folder, write_over
from vault.ids import Random

IN_FORCE, NEXT = "policy", "policy.next"


def policy_in_force(data: Path, default: str) -> str:
    """Give the text of the policy in force; `default` where nobody gave another."""
    try:
        return (data / IN_FORCE).read_text("utf-8")
    except FileNotFoundError:
        return default


def settle(data: Path, default: str) -> None:
    """Write the default down where no policy was, for the processes that read no keys."""
    if not (data / IN_FORCE).exists():
        write_over(data / IN_FORCE, default.encode())


def propose(data: Path, text: str, keys: Sequence[VerifierKey], default: str) -> bool:
    """Take a policy up for the next start; False if it is in force already.

    Raises:
        Unsafe: it is not a policy, names other keys of this log than `keys`, wants nobody,
            or has a witness that nobody could ask.
    """
    try:
        policy = parse_log_policy(text)
    except MalformedNote as error:
        raise Unsafe(f"--policy: {error}") from None
    if set(policy.logs) != set(keys):
        raise Unsafe("--policy: its log lines are not those of this vault; see GET /v1/policy")
    if policy.satisfied([]):
        raise Unsafe("--policy: a quorum of nobody proves nothing")
    if policy.witnesses.keys() - policy.urls.keys() - {LOCAL_WITNESS}:
        raise Unsafe("--policy: a witness without an address cannot be asked")
    (data / NEXT).unlink(missing_ok=True)
    if text == policy_in_force(data, default):
        return False
    write_over(data / NEXT, text.encode())
    return True


def renamed(text: str, keys: Sequence[VerifierKey]) -> str:
    """Give a policy with other keys of the log in the place of those that it names."""
    rest = [line for line in text.splitlines() if line.split()[:1] != ["log"]]
    changed = "\n".join([*(f"log {key.marshal()}" for key in keys), *rest]) + "\n"
    parse_log_policy(changed)
    return changed


def with_own_witness(text: str, key: VerifierKey) -> str:
    """Give a policy with the vault's own witness as it is now, if the policy names it at all."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        if line.split()[:2] == ["witness", LOCAL_WITNESS]:
            lines[at] = f"witness {LOCAL_WITNESS} {key.marshal()}"
    changed = "\n".join(lines) + "\n"
    parse_log_policy(changed)
    return changed


def want_own_witness(folder: Path, policy: LogPolicy) -> None:
    """Refuse a witness that was made anew in the place of the one that the policy names.

    It would answer that it saw nothing, whatever its predecessor saw.

    Args:
        folder: where the vault's own witness is, if it is here at all.
        policy: the one in force.

    Raises:
        NotProven: it is another.
    """
    named = policy.witnesses.get(LOCAL_WITNESS)
    try:
        secret = (folder / "witness.key").read_bytes()
    except FileNotFoundError:
        return
    if named is not None and witness_verifier(SigningKey(secret)) != named:
        raise NotProven(
            "the vault's own witness is another than the policy names, so nobody can tell whether"
            " this log is the newest; bring its folder back, or see docs/operations.md 9"
        )


def take_up(
    data: Path,
    database: Database,
    default: str,
    publisher_for: Callable[[str], Publisher],
    *,
    now_ms: int,
    random: Random,
) -> str:
    """Put a proposed policy into force; give the text in force.

    Raises:
        Pushback: the old policy's witnesses did not see the change; the old one is in force.
    """
    old = policy_in_force(data, default)
    try:
        text = (data / NEXT).read_text("utf-8")
    except FileNotFoundError:
        return old
    index = note_new_policy(database, text, now_ms=now_ms, random=random)
    if index is not None:
        publisher = publisher_for(old)
        try:
            if not (publisher.publish_once() and publisher.wait_covered(index, 0)):
                raise Pushback("too few witnesses of the old policy saw the change to the new one")
        finally:
            publisher.close()
    (data / NEXT).replace(data / IN_FORCE)
    sync_folder(data)
    return text


def words_of(policy: LogPolicy) -> str:
    """Say who confirms the log: nobody may take the vault's own witness for another's."""
    own = [key for name, key in policy.witnesses.items() if name == LOCAL_WITNESS]
    if policy.satisfied(own):
        return "local, not independent"
    return ", ".join(name for name in policy.witnesses if name != LOCAL_WITNESS)


def witnesses_of(policy: LogPolicy, local_url: str) -> list[HttpWitness]:
    """Give the clients of a policy's witnesses; the vault's own has no address in the text."""
    return [
        HttpWitness(name, policy.urls.get(name, local_url))
        for name in policy.witnesses
        if name in policy.urls or name == LOCAL_WITNESS
    ]


def start_gate(
    database: Database, policy: LogPolicy, witnesses: Sequence[HttpWitness], key: VerifierKey
) -> None:
    """Ask every witness what it saw, before anything is written.

    A checkpoint that was trusted anywhere was cosigned by a quorum. So it is enough, and
    needed, that those who do not answer could not have been one.

    Raises:
        NotProven: a witness saw a larger or another log: this data is an old copy.
        Pushback: those who do not answer could have cosigned a log that nobody here knows.
    """
    asked = {witness.name for witness in witnesses}
    silent = [key_ for name, key_ in policy.witnesses.items() if name not in asked]
    notes: list[str] = []
    for witness in witnesses:
        try:
            notes += shown_by(witness, key)
        except AuditError:
            # Away, or shows what this log never signed: either way it tells nothing.
            silent.append(policy.witnesses[witness.name])
    if policy.satisfied(silent):
        raise Pushback("too few witnesses answer to tell whether this log is the newest")
    check_start(database, notes, key)


def shown_by(witness: HttpWitness, key: VerifierKey) -> list[str]:
    """Give the newest checkpoint that a witness has of a log, if it has one; raises AuditError."""
    note = witness.latest(hashlib.sha256(key.name.encode()).hexdigest())
    if note is None:
        return []
    check_log_of(note, key)
    return [note]


def check_log_of(text: str, key: VerifierKey) -> None:
    """Check that a note is of a log and signed by its key, or raise AuditError."""
    note = parse_note(text)
    if note.text.split("\n", 1)[0] != key.name:
        raise NotProven("the note is of another log")
    check_log(note, key.name, LogPolicy((key,), {}, {}, "none"), now_seconds=0)
