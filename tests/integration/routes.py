"""Every route of both apps, read from the OpenAPI document, and a vault with everybody in it."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from consent.editions import ASKERS
from consent.roles import RECEIVERS
from tests.attacks.office import Case, Granted, Office
from tests.conftest import ROOT
from tests.integration.conftest import System, free_ports, running

METHODS = ("get", "put", "post", "delete")
SHORT = ("eid", "gid", "qid", "rid", "hid", "mark_id", "pid", "sid", "lid")
IDS = {**dict.fromkeys(SHORT, 16), "fp": 32}


@dataclass(frozen=True)
class Route:
    """One operation of one app."""

    app: str
    method: str
    path: str
    operation: dict[str, Any] = field(compare=False, repr=False)

    @property
    def name(self) -> tuple[str, str, str]:
        return self.app, self.method, self.path

    def __str__(self) -> str:
        return f"{self.app} {self.method} {self.path}"

    def filled(self, values: dict[str, str]) -> str:
        """Give the path with values for its names; what is not given is drawn anew."""

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name in values:
                return values[name]
            return os.urandom(IDS[name]).hex() if name in IDS else {"piece": "0"}.get(name, name)

        return re.sub(r"\{(\w+)\}", value, self.path)

    def query(self) -> dict[str, str]:
        """Give the queries that must be there."""
        wanted = [each for each in self.operation.get("parameters", []) if each["in"] == "query"]
        return {each["name"]: "1" for each in wanted if each["required"]}

    @property
    def takes_json(self) -> bool:
        return "requestBody" in self.operation


def all_routes() -> list[Route]:
    """Read every operation from the document, which another test keeps fresh."""
    documents = json.loads((ROOT / "api" / "openapi.json").read_text("utf-8"))
    return [
        Route(app, method.upper(), path, operation)
        for app, document in sorted(documents.items())
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    ]


def schemas(app: str) -> dict[str, Any]:
    """Give the named schemas of an app's document."""
    documents = json.loads((ROOT / "api" / "openapi.json").read_text("utf-8"))
    found: dict[str, Any] = documents[app]["components"]["schemas"]
    return found


@dataclass
class Town:
    """A running vault: two survivors, staff of two teams, and the ids of what is one survivor's."""

    system: System
    office: Office
    hers: Case
    other: Case
    grant: Granted
    ids: dict[str, str]

    def url(self, route: Route) -> str:
        return self.system.gateway if route.app == "gateway" else self.system.vault

    def token(self, who: str) -> str | None:
        """Sign somebody in anew: hers, other, a login of the staff; nobody is a stranger."""
        if who == "stranger":
            return None
        if who == "forger":
            return os.urandom(32).hex()
        if who in ("hers", "other"):
            return (self.hers if who == "hers" else self.other).enter(self.system).token
        asks = who in RECEIVERS or who.partition("-")[0] in ASKERS
        url = self.system.gateway if asks else self.system.vault
        body = {"login": who, "password": self.office.secret.read_text().strip()}
        answer = httpx.post(f"{url}/v1/staff/sessions", json=body)
        token: str = answer.json()["token"]
        return token

    def ask(
        self,
        route: Route,
        token: str | None,
        values: dict[str, str],
        **more: Any,  # noqa: ANN401 httpx's own
    ) -> httpx.Response:
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        if route.takes_json and not more:
            more = {"json": {}}
        return httpx.request(
            route.method,
            self.url(route) + route.filled(values),
            params=route.query(),
            headers={**headers, **more.pop("headers", {})},
            timeout=60,
            **more,
        )


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """Run a vault in which one survivor has an extraction, a grant and a release."""
    office = Office(folder)
    office.add("guardian-2", "guardian", "others")
    office.add("investigator-2", "investigator", "others")
    office.add("auditor", "auditor")
    office.add("administrator", "administrator")
    office.add("advocate", "advocate")
    office.add("court-expert", "court-expert")
    for role in RECEIVERS:
        if role != "investigator":
            office.add(role, role, "askers")
    with running(office.data, free_ports(), "--without", "worker") as system:
        hers, other = office.intake(system, "hers", 2), office.intake(system, "other", 2)
        grant = office.grant(system, hers, (0, 1))
        office.finish(system, hers, grant)
        me = hers.enter(system)
        (row,) = me.remote.call("GET", "/v1/grants")
        me.remote.call("POST", f"/v1/extractions/{hers.eid.hex()}/open")
        ids = {
            "eid": hers.eid.hex(),
            "gid": row["gid"],
            "qid": row["request"],
            "rid": row["rid"],
            "fp": hers.enrolled.identity.fp.hex(),
        }
        yield Town(system, office, hers, other, grant, ids)
