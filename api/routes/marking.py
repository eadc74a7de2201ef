"""Her marks on people and days: they beat every grant, old and new, until she lifts them.

docs/policy.md 6. The answer comes once nothing that is marked is on its way any more.
"""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from api.auth import CallerDep, ServicesDep, allowed, uid_of
from api.problems import Invalid
from consent.exclusion import Mark, Marked, lift, marked
from vault.ids import parse_gid

ROUTES = APIRouter()


class MarkBody(BaseModel):
    """A person's normalised id, or a day as UTC seconds `[from, to)`; one of the two."""

    model_config = ConfigDict(extra="forbid", strict=True)
    person: str | None = None
    day: list[int] | None = None


@ROUTES.get("/v1/marks")
@allowed("survivor")
def marks(caller: CallerDep, services: ServicesDep) -> list[dict[str, object]]:
    """List her live marks."""
    found = services.database.read(lambda db: marked(db, uid_of(caller)))
    return [_shown(each) for each in found]


@ROUTES.post("/v1/marks")
@allowed("survivor")
def mark(body: MarkBody, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Mark a person or a day; logged."""
    row = services.withdrawals.exclude(caller, uid_of(caller), _mark(body))
    return {"id": row.id.hex()}


@ROUTES.delete("/v1/marks/{mark_id}")
@allowed("survivor")
def unmark(mark_id: str, caller: CallerDep, services: ServicesDep) -> dict[str, str]:
    """Lift a mark; logged."""
    found = parse_gid(mark_id)
    services.database.write(
        lambda db: lift(
            *(db, caller, uid_of(caller), found),
            now_ms=services.now_ms(),
            random=services.random,
        )
    )
    return {"status": "lifted"}


def _mark(body: MarkBody) -> Mark:
    if (body.person is None) == (body.day is None):
        raise Invalid("want a person or a day")
    if body.person is not None:
        return Mark(person=body.person)
    day = body.day or []
    if len(day) != 2 or not day[0] < day[1]:  # noqa: PLR2004 from and to
        raise Invalid("day: want its first second and the first after it")
    return Mark(day=day[0], end=day[1])


def _shown(found: Marked) -> dict[str, object]:
    return {
        "id": found.row.id.hex(),
        "kind": found.row.kind,
        "person": found.person,
        "day": None if found.days is None else [*found.days],
        "created_ms": found.row.created_at,
    }
