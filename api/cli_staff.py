"""`safehold staff`: who works with a vault, in whatever role."""

from api.cli_asking import session_of
from api.cli_database import database_options, where_given
from api.cli_io import Shell, printable, read_bundle, read_passphrase, whole_file
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import Session, ca_of, ca_option, read_session, write_session
from api.data_lock import stopped
from api.databases import open_database
from api.keyring import open_keyring
from api.problems import NotFound
from api.remote import Remote
from api.remote_survivor import pinned_root
from api.staff import CERTIFIED, NewStaff, add_staff_member
from consent.roles import ENROLLED, RECEIVERS
from vault.canonical import b64, unb64


def register(commands: Commands) -> None:
    """Add the commands."""
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
    enrol = staff.command("enrol", _enrol, "as an administrator, enrol a member of staff")
    for name in ("login", "name", "organisation", "team"):
        enrol.add_argument(f"--{name}", required=True)
    enrol.add_argument("--role", choices=sorted(ENROLLED), required=True)
    enrol.add_argument("--key", type=path_option, required=True, metavar="PUB")
    enrol.add_argument("--cert-out", type=path_option, required=True)
    listed = staff.command("list", _list, "as an administrator, list the staff")
    end = staff.command("end", _end, "as an administrator, end a member's work, at once")
    end.add_argument("who", metavar="LOGIN")
    for parser in (enrol, listed, end):
        parser.add_argument("--session", type=path_option, required=True)
    for parser in (enter, add, enrol):
        passphrase_options(parser)
    ca_option(enter)
    database_options(add)


def _staff_login(shell: Shell) -> int:
    options = shell.options
    remote = Remote(options.url, verify=ca_of(shell) or True)
    password = read_passphrase(shell, "Password: ")
    answer = remote.call(
        "POST", "/v1/staff/sessions", {"login": options.login, "password": password}
    )
    root = "" if answer["role"] in RECEIVERS else pinned_root(remote).hex()
    session = Session(
        options.url, answer["role"], answer["token"], answer["sid"], root, ca_of(shell)
    )
    write_session(options.session, session)
    shell.say({"role": answer["role"]}, f"signed in as {answer['role']}")
    return 0


def _add(shell: Shell) -> int:
    options = shell.options
    where = where_given(shell)
    password = read_passphrase(shell, "Password for them: ", confirm=True)
    # Opened before anybody is added, so that nobody is added without a certificate to give.
    with stopped(options.data.resolve()), whole_file(options.cert_out, shell.random) as file:
        keyring = open_keyring(
            options.data.resolve() / "keys",
            host="safehold",
            random=shell.random,
            now=shell.clock(),
        )
        database = open_database(options.data.resolve(), where)
        try:
            _, certificate = add_staff_member(
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
        file.write(certificate)
    shell.say(
        {"login": options.login, "certificate": str(options.cert_out)},
        f"added {options.login}; their certificate is in {options.cert_out}",
    )
    return 0


def _enrolment(shell: Shell) -> int:
    code = read_session(shell).remote().call("POST", "/v1/enrolments")["code"]
    shell.say({"code": code}, f"one-time enrolment code: {code}")
    return 0


def _administrator(shell: Shell) -> Remote:
    return session_of(shell, "administrator").remote()


def _enrol(shell: Shell) -> int:
    options = shell.options
    remote, bundle = _administrator(shell), read_bundle(options.key)
    password = read_passphrase(shell, "Password for them: ", confirm=True)
    # Opened first, so that nobody is enrolled without a certificate to give.
    with whole_file(options.cert_out, shell.random) as file:
        words = ("login", "role", "name", "organisation", "team")
        body = {name: getattr(options, name) for name in words}
        more = {"password": password, "bundle": b64(bundle.marshal())}
        answer = remote.call("POST", "/v1/staff", {**body, **more})
        file.write(unb64(answer["certificate"]))
    shell.say(
        {"sid": answer["sid"], "login": options.login, "certificate": str(options.cert_out)},
        f"enrolled {options.login}; their certificate is in {options.cert_out}",
    )
    return 0


def _list(shell: Shell) -> int:
    found = _administrator(shell).call("GET", "/v1/staff")
    lines = [
        printable(f"{row['login']}  {row['role']}  {row['name']}, {row['organisation']}")
        + ("" if row["ended_ms"] is None else "  ended")
        for row in found
    ]
    shell.say({"staff": found}, "\n".join(lines) or "nobody")
    return 0


def _end(shell: Shell) -> int:
    remote, who = _administrator(shell), shell.options.who
    found = [row["sid"] for row in remote.call("GET", "/v1/staff") if row["login"] == who]
    if not found:
        raise NotFound("nobody on the staff has this login")
    answer = remote.call("POST", f"/v1/staff/{found[0]}/end")
    shell.say({"sid": found[0], **answer}, f"ended {who}; their sessions have ended too")
    return 0
