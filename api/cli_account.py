"""`safehold account`, `staff` and `request-code`: who one is to a vault."""

import json
from argparse import ArgumentParser

from api.cli_io import Shell, UsageError, read_bundle, read_bytes, read_passphrase
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import Session, read_session, write_private, write_session
from api.keyring import open_keyring
from api.problems import Unauthenticated
from api.remote import Remote
from api.remote_survivor import enrol, pinned_root, sign_in
from api.session import SqliteDatabase
from api.staff import CERTIFIED, NewStaff, add_staff_member
from api.up import locked
from audit.tables import metadata as audit_schema
from consent.tables import metadata as consent_schema
from extraction.tables import metadata as job_schema
from vault.identity_file import marshal_identity
from vault.ids import parse_fp, show_fp
from vault.passphrase import new_passphrase
from vault.tables import metadata as vault_schema


def register(commands: Commands) -> None:
    """Add the commands."""
    account = commands.group("account", "a survivor's account in a vault")
    new = account.command("enrol", _enrol, "make an account with a guardian's one-time code")
    new.add_argument("url")
    new.add_argument("--code", required=True)
    new.add_argument("--out", type=path_option, required=True, help="login file; key beside it")
    login = account.command("login", _login, "sign in with a login file and the passphrase")
    login.add_argument("login", type=path_option)
    login.add_argument("--session", type=path_option, required=True, help="session file to write")
    login.add_argument("--identity-out", type=path_option, help="write the identity file again")
    logout = account.command("logout", _logout, "end a session, of anybody, and remove its file")
    logout.add_argument("--session", type=path_option, required=True)
    staff = commands.group("staff", "a member of staff of a vault")
    add = staff.command("add", _add, "add a member of staff; the vault must be stopped")
    add.add_argument("--data", type=path_option, required=True)
    for name in ("login", "name", "organisation", "team"):
        add.add_argument(f"--{name}", required=True)
    add.add_argument("--role", choices=sorted(CERTIFIED), required=True)
    add.add_argument("--key", type=path_option, required=True, metavar="PUB")
    add.add_argument("--cert-out", type=path_option, required=True)
    enter = staff.command("login", _staff_login, "sign in as a member of staff")
    enter.add_argument("url")
    enter.add_argument("--login", required=True)
    enter.add_argument("--session", type=path_option, required=True)
    code = staff.command("enrolment", _enrolment, "make a one-time code for a survivor")
    code.add_argument("--session", type=path_option, required=True)
    request_code = commands.command(
        "request-code", _request_code, "make a single-use code for one request to you"
    )
    request_code.add_argument("--session", type=path_option, required=True)
    for parser in (new, login, enter, add):
        _common(parser)


def _common(parser: ArgumentParser) -> None:
    parser.add_argument("--ca", type=path_option, help="CA file of a vault with its own one")
    passphrase_options(parser)


def _ca(shell: Shell) -> str:
    return "" if shell.options.ca is None else str(shell.options.ca)


def _enrol(shell: Shell) -> int:
    options = shell.options
    given = options.passphrase_file is not None or options.passphrase_fd is not None
    made = None if given else new_passphrase(shell.random)
    passphrase = made or read_passphrase(shell, "Passphrase: ")
    key = options.out.with_name(options.out.name + ".key")
    if options.out.exists() or key.exists():
        raise UsageError("the login file or its key exists already; choose a new name")
    enrolled = enrol(
        options.url, options.code, passphrase, random=shell.random, verify=_ca(shell) or True
    )
    login = {
        "url": options.url,
        "login_code": enrolled.login_code,
        "root": enrolled.root.hex(),
        "ca": _ca(shell),
    }
    write_private(options.out, json.dumps(login, indent=1).encode())
    data = marshal_identity(enrolled.identity, passphrase=passphrase, random=shell.random)
    write_private(key, data)
    public = options.out.with_name(options.out.name + ".key.pub")
    public.write_bytes(enrolled.identity.bundle.marshal())
    words = [f"account made; login file {options.out}, key {key}"]
    if made is not None:
        words.append(f"passphrase (write it down, nobody else has it): {made}")
    words.append(f"fingerprint for the guardian to compare: {show_fp(enrolled.identity.fp)}")
    shell.say(
        {
            "login_code": enrolled.login_code,
            "passphrase": made,
            "fp": enrolled.identity.fp.hex(),
            "public": str(public),
        },
        "\n".join(words),
    )
    return 0


def _login(shell: Shell) -> int:
    options = shell.options
    try:
        login = json.loads(read_bytes(options.login, "the login file"))
        url, code, root = login["url"], login["login_code"], parse_fp(login["root"])
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{options.login} is not a login file") from None
    passphrase = read_passphrase(shell, "Passphrase: ")
    me = sign_in(url, code, passphrase, root, verify=login.get("ca") or True)
    session = Session(url, "survivor", me.token, me.uid.hex(), root.hex(), login.get("ca", ""))
    write_session(options.session, session)
    if options.identity_out is not None:
        data = marshal_identity(me.identity, passphrase=passphrase, random=shell.random)
        write_private(options.identity_out, data)
    extractions = me.remote.call("GET", "/v1/extractions")
    shell.say({"extractions": extractions}, f"signed in; {len(extractions)} extractions")
    return 0


def _logout(shell: Shell) -> int:
    session = read_session(shell)
    try:
        session.remote().call("DELETE", "/v1/session")
    except Unauthenticated:
        shell.note("the session had ended before")
    shell.options.session.unlink(missing_ok=True)
    shell.say({"role": session.role, "ended": True}, "signed out")
    return 0


def _staff_login(shell: Shell) -> int:
    options = shell.options
    remote = Remote(options.url, verify=_ca(shell) or True)
    password = read_passphrase(shell, "Password: ")
    answer = remote.call(
        "POST", "/v1/staff/sessions", {"login": options.login, "password": password}
    )
    root = "" if answer["role"] == "investigator" else pinned_root(remote).hex()
    session = Session(options.url, answer["role"], answer["token"], answer["sid"], root, _ca(shell))
    write_session(options.session, session)
    shell.say({"role": answer["role"]}, f"signed in as {answer['role']}")
    return 0


def _add(shell: Shell) -> int:
    options = shell.options
    password = read_passphrase(shell, "Password for them: ", confirm=True)
    with locked(options.data.resolve()):
        keyring = open_keyring(
            options.data.resolve() / "keys",
            host="safehold",
            random=shell.random,
            now=shell.clock(),
        )
        schemas = (audit_schema, vault_schema, consent_schema, job_schema)
        database = SqliteDatabase(options.data.resolve() / "vault.db", schemas)
        try:
            certificate = add_staff_member(
                database,
                keyring,
                NewStaff(
                    options.login,
                    password,
                    options.role,
                    options.name,
                    options.organisation,
                    options.team,
                ),
                read_bundle(options.key),
                random=shell.random,
                now=shell.clock(),
            )
        finally:
            database.close()
    options.cert_out.write_bytes(certificate)
    shell.say(
        {"login": options.login, "certificate": str(options.cert_out)},
        f"added {options.login}; their certificate is in {options.cert_out}",
    )
    return 0


def _enrolment(shell: Shell) -> int:
    code = read_session(shell).remote().call("POST", "/v1/enrolments")["code"]
    shell.say({"code": code}, f"one-time enrolment code: {code}")
    return 0


def _request_code(shell: Shell) -> int:
    code = read_session(shell).remote().call("POST", "/v1/request-codes")["code"]
    shell.say({"code": code}, f"single-use request code: {code}")
    return 0
