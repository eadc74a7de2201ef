"""`safehold person` and `disclosures`: whom she may name, and what they were given.

docs/cli.md 3.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from api.cli_asking import session_of
from api.cli_io import Shell, printable, show_minute, whole_file
from api.cli_parser import Commands, passphrase_options, path_option
from api.cli_session import signed_in
from api.remote_survivor import certified_person
from consent.roles import DISCLOSURE
from vault.ids import parse_fp, show_fp


def register(commands: Commands) -> None:
    """Add the commands."""
    person = commands.command("person", _person, "keep the certified key of somebody you may name")
    person.add_argument("fingerprint", help="which they gave you, in person")
    person.add_argument("--key", type=path_option, required=True, metavar="PUB")
    person.add_argument("--identity", type=path_option, required=True, metavar="KEY")
    passphrase_options(person)
    given = commands.command(
        "disclosures", _disclosures, "list what your organisation was given, and who received it"
    )
    for parser in (person, given):
        parser.add_argument("--session", type=path_option, required=True)


def _person(shell: Shell) -> int:
    fp = parse_fp(shell.options.fingerprint.replace(" ", "").lower())
    found, role = certified_person(signed_in(shell), fp, shell.clock())
    with whole_file(shell.options.key, shell.random) as file:
        file.write(found.bundle.marshal())
    shell.say(
        {
            "fp": fp.hex(),
            "name": found.name,
            "certified_by": found.certified_by,
            "role": role,
            "file": str(shell.options.key),
        },
        f"{printable(found.name)} (by {printable(found.certified_by)}), the vault says: "
        f"{printable(role)}\nkey: {show_fp(fp)}",
    )
    return 0


def _disclosures(shell: Shell) -> int:
    found = session_of(shell, DISCLOSURE).remote().call("GET", "/v1/disclosures")
    shell.say({"disclosures": found}, "\n".join(_lines(found)) or "nothing was shared")
    return 0


def _lines(found: list[Mapping[str, Any]]) -> Iterator[str]:
    for row in found:
        yield f"{row['rid']}  {row['state']}  {row['bytes']:,} bytes"
        for person in row["to"]:
            at = person["collected_ms"]
            when = "not received" if at is None else f"received {show_minute(at)}"
            yield printable(f"   {person['name']}, {person['role']}, {person['team']}: {when}")
