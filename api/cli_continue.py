"""`safehold continue-log`: the way out when a log cannot go on under its name.

docs/operations.md 9. Run by an operator over a stopped vault; it makes the log a new key and
a new name, and writes down what must be published. With rows in PostgreSQL it is run as the
owner of the database: no process's own role may remove a checkpoint.
"""

import hashlib
from contextlib import closing
from pathlib import Path

import orjson

from api.cli_database import database_options, where_given
from api.cli_io import Shell, UsageError, read_text
from api.cli_parser import Commands, path_option
from api.data_lock import stopped
from api.databases import OpenDatabase, has_database, open_database
from api.keyring import open_keyring, renew_log, witness_key, witness_verifier
from api.log_policy import (
    IN_FORCE,
    NEXT,
    policy_in_force,
    renamed,
    shown_by,
    with_own_witness,
    witnesses_of,
)
from api.settings import DEFAULT_PORT
from api.wiring import LOG_KEY_FILE, default_policy
from audit import repository
from audit.continuation import (
    MAX_STATEMENT,
    Continuation,
    continue_log,
    newest_note,
    next_origin,
)
from audit.errors import AuditError
from audit.note import VerifierKey
from audit.policy import parse_log_policy
from vault.durable import write_new


def register(commands: Commands) -> None:
    """Add the command."""
    about = "after a restored backup: go on under the next origin, with a public statement"
    parser = commands.command("continue-log", _continue, about)
    parser.add_argument("--data", type=path_option, default=Path("data"), metavar="DIR")
    parser.add_argument("--statement", type=path_option, required=True, metavar="FILE")
    parser.add_argument(
        "--witness",
        default=f"http://127.0.0.1:{DEFAULT_PORT + 2}",
        metavar="URL",
        help="the vault's own witness, if it runs; the policy's others are asked in any case",
    )
    database_options(parser)


def _continue(shell: Shell) -> int:
    options = shell.options
    data: Path = options.data.resolve()
    statement = read_text(options.statement, "the statement").strip()
    if not 1 <= len(statement) <= MAX_STATEMENT:
        raise UsageError("--statement: want some words that people can read")
    if not has_database(data):
        raise UsageError(f"there is no vault in {data}")
    where = where_given(shell)
    with stopped(data), closing(open_database(data, where)) as database:
        return _begin(shell, data, database, statement)


def _begin(shell: Shell, data: Path, database: OpenDatabase, statement: str) -> int:
    keyring = open_keyring(data / "keys", host="safehold", random=shell.random, now=shell.clock())
    policy_text = policy_in_force(data, default_policy(data, keyring))
    last = newest_note(_shown(shell, policy_text, keyring.log_key))
    told = Continuation(
        keyring.log.origin,
        next_origin(keyring.log.origin),
        database.read(repository.size_of),
        last,
        statement,
    )
    digest = hashlib.sha256(told.marshal()).digest()
    now_ms = int(shell.clock().timestamp() * 1000)
    index, r = continue_log(database, told, digest, now_ms=now_ms, random=shell.random)
    fresh = renew_log(data / "keys", told.new, random=shell.random)
    (data / LOG_KEY_FILE).write_text(fresh.verifiers()[0].marshal(), "utf-8")
    # One that was lost with the machine cannot confirm anything any more; who pins the next
    # policy pins the one that is here now.
    own = witness_verifier(witness_key(data / "witness", random=shell.random))
    policy_text = with_own_witness(renamed(policy_text, fresh.verifiers()), own)
    (data / IN_FORCE).write_text(policy_text, "utf-8")
    (data / NEXT).unlink(missing_ok=True)
    return _say(shell, data, told, index, r)


def _shown(shell: Shell, policy_text: str, key: VerifierKey) -> list[str]:
    """Ask every witness for what it saw last of the old log."""
    notes: list[str] = []
    for witness in witnesses_of(parse_log_policy(policy_text), shell.options.witness):
        try:
            notes += shown_by(witness, key)
        except AuditError:
            shell.note(f"witness {witness.name} shows nothing of this log")
        finally:
            witness.close()
    return notes


def _say(shell: Shell, data: Path, told: Continuation, index: int, r: bytes) -> int:
    document = orjson.loads(told.marshal())
    published = {"document": document, "entry": index, "r": r.hex()}
    path = data / f"continued-{told.new.rsplit('/', 1)[1]}.json"
    path.unlink(missing_ok=True)
    write_new(path, [orjson.dumps(published, option=orjson.OPT_SORT_KEYS)])
    shell.say(
        {"from": told.old, "to": told.new, "kept": told.kept, "published": str(path)},
        f"the log goes on as {told.new} with {told.kept} entries\n"
        f"publish {path}, and a policy with the log lines of {data / IN_FORCE};\n"
        f"every independent witness must be told {data / LOG_KEY_FILE}",
    )
    return 0
