"""`safehold account` and `request-code`: who the survivor is to a vault."""

import json

from api.cli_io import (
    Shell,
    UsageError,
    read_bytes,
    read_code,
    read_passphrase,
    want_free,
    whole_file,
)
from api.cli_login_files import given_or_made, kept, login_file, name_files
from api.cli_parser import Commands, code_options, passphrase_options, path_option
from api.cli_session import (
    Session,
    begin_session,
    ca_of,
    ca_option,
    read_session,
)
from api.problems import Unauthenticated
from api.remote_survivor import Enrolled, enrol, sign_in
from vault.identity_file import marshal_identity
from vault.ids import parse_fp, show_fp


def register(commands: Commands) -> None:
    """Add the commands."""
    account = commands.group("account", "a survivor's account in a vault")
    new = account.command("enrol", _enrol, "make an account with a guardian's one-time code")
    new.add_argument("url")
    code_options(new, "the guardian's one-time code")
    new.add_argument("--out", type=path_option, required=True, help="login file; key beside it")
    login = account.command("login", _login, "sign in with a login file and the passphrase")
    login.add_argument("login", type=path_option)
    login.add_argument("--session", type=path_option, required=True, help="session file to write")
    login.add_argument("--identity-out", type=path_option, help="write the identity file again")
    logout = account.command("logout", _logout, "end a session, of anybody, and remove its file")
    logout.add_argument("--session", type=path_option, required=True)
    request_code = commands.command(
        "request-code", _request_code, "make a single-use code for one request to you"
    )
    request_code.add_argument("--session", type=path_option, required=True)
    for parser in (new, login):
        passphrase_options(parser)
    ca_option(new)


def _enrol(shell: Shell) -> int:
    options = shell.options
    files = name_files(options.out)
    code = read_code(shell, "The guardian's one-time code: ")
    passphrase, made = given_or_made(shell, "Passphrase: ")
    ca = ca_of(shell)
    with kept(shell, files, passphrase) as keep:

        def keep_new(new: Enrolled) -> None:
            # The code works once, so everything is on disk before it is used.
            keep(new.identity, login_file(options.url, new.login_code, new.root, ca))

        enrolled = enrol(
            options.url, code, passphrase, random=shell.random, verify=ca or True, keep=keep_new
        )
    words = [
        f"account made; login file {files.login}, key {files.key}",
        f"login code (print it; it finds the account on another device): {enrolled.login_code}",
    ]
    if made is not None:
        words.append(f"passphrase (write it down, nobody else has it): {made}")
    words.append(f"fingerprint for the guardian to compare: {show_fp(enrolled.identity.fp)}")
    shell.say(
        {
            "login_code": enrolled.login_code,
            "passphrase": made,
            "fp": enrolled.identity.fp.hex(),
            "public": str(files.public),
        },
        "\n".join(words),
    )
    return 0


def _login(shell: Shell) -> int:
    options = shell.options
    if options.identity_out is not None:
        want_free(options.identity_out)
    try:
        login = json.loads(read_bytes(options.login, "the login file"))
        url, code, root = login["url"], login["login_code"], parse_fp(login["root"])
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{options.login} is not a login file") from None
    passphrase = read_passphrase(shell, "Passphrase: ")
    me = sign_in(url, code, passphrase, root, verify=login.get("ca") or True)
    session = Session(url, "survivor", me.token, me.uid.hex(), root.hex(), login.get("ca", ""))
    begin_session(options.session, session, promised=me.promised)
    if options.identity_out is not None:
        with whole_file(options.identity_out, shell.random) as file:
            file.write(marshal_identity(me.identity, passphrase=passphrase, random=shell.random))
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


def _request_code(shell: Shell) -> int:
    code = read_session(shell).remote().call("POST", "/v1/request-codes")["code"]
    shell.say({"code": code}, f"single-use request code: {code}")
    return 0
