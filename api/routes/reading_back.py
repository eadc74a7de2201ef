"""Reading an upload back: hashes that the vault can only give by reading each file once more.

docs/api.md 3. The station asks before it commits, with chance of its own in front, so that no
hash that came with the file answers it; so does she, of what she adds herself. After the commit
the sealed bytes are hers, and no guardian asks anything of them.
"""

import hashlib
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from api.auth import CallerDep, ServicesDep, allowed
from api.given import given
from api.problems import Invalid, NotFound
from api.routes.uploads import object_name, upload_of, wanted_files
from api.services import Services
from consent.errors import WrongState
from vault.canonical import b64, unb64
from vault.errors import Missing
from vault.ids import HASH_SIZE, Eid, parse_eid

ROUTES = APIRouter()
MAX_FILES = 20_000
MAX_BYTES = 64 * 1024 * 1024


class Question(BaseModel):
    """32 bytes of chance, and the (kind, name) of each file to be read back."""

    model_config = ConfigDict(extra="forbid")
    chance: str
    files: Annotated[list[tuple[str, str]], Field(min_length=1, max_length=MAX_FILES)]


@ROUTES.post("/v1/uploads/{eid}/read-back")
@allowed("guardian", "survivor")
def read_back(
    eid: str, body: Question, caller: CallerDep, services: ServicesDep
) -> dict[str, list[str]]:
    """Give SHA-256 of the chance and each file's bytes, in order, before the commit."""
    with given():
        chance = unb64(body.chance, HASH_SIZE)
    row, ingest = upload_of(services, caller, parse_eid(eid))
    if row.state != "uploading":
        raise WrongState("the upload was committed; its files are the survivor's now")
    wanted = wanted_files(ingest)
    if any(part not in wanted for part in body.files):
        raise Invalid("the statement names no such file")
    if len(body.files) > 1 and sum(wanted[part][0] for part in body.files) > MAX_BYTES:
        raise Invalid(f"want at most {MAX_BYTES} bytes in files for one question, or one file")
    hashes = [_behind(services, row.eid, name, chance) for _, name in body.files]
    return {"hashes": [b64(each) for each in hashes]}


def _behind(services: Services, eid: Eid, name: str, chance: bytes) -> bytes:
    hashed = hashlib.sha256(chance)
    try:
        pieces = services.stores.custody.read(object_name(eid, name))
    except Missing:
        raise NotFound("a file is not stored yet") from None
    for piece in pieces:
        hashed.update(piece)
    return hashed.digest()
