"""Bodies over a real socket: bounded without a length, and JSON that all read alike."""

import json
import socket
from collections.abc import Iterator

import pytest

from api.bodies import MAX_BODY
from tests.integration.routes import Route, Town, all_routes, schemas, town
from tests.integration.test_authorisation import LOGINS, RULES, SIGNED_IN

pytestmark = pytest.mark.integration

MIB = 1024 * 1024
CHUNK = b"%x\r\n" % MIB + b"a" * MIB + b"\r\n"
ROUTES = all_routes()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with town(tmp_path_factory.mktemp("bodies")) as found:
        yield found


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: vault", *lines, "", ""]).encode()


def answer_of(connection: socket.socket) -> tuple[int, bytes]:
    """Read until the other side closes; give the status and everything."""
    data = b""
    try:
        while piece := connection.recv(65_536):
            data += piece
    except ConnectionResetError:
        pass
    return int(data.split(b" ", 2)[1]) if data else 0, data


def streamed(port: int, begin: bytes, chunks: int) -> tuple[int, int, bytes]:
    """Send chunks until the vault has had enough; give how many it took, and its answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(begin)
        taken = 0
        try:
            for _ in range(chunks):
                connection.sendall(CHUNK)
                taken += 1
            connection.sendall(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            pass
        return taken, *answer_of(connection)


@pytest.mark.parametrize("offset", [0, 1])
@pytest.mark.parametrize("kind", ["application/json", "text/plain"])
def test_a_body_without_a_length_is_bounded_and_the_connection_closed(
    place: Town, offset: int, kind: str
) -> None:
    lines = (f"Content-Type: {kind}", "Transfer-Encoding: chunked")
    begin = head("POST", "/v1/staff/sessions", *lines)
    most = MAX_BODY // MIB
    taken, status, data = streamed(place.system.port + offset, begin, most + 64)
    # What lies in the buffers of two sockets was sent and never read.
    assert taken < most + 32
    assert status in (413, 0)
    if status:
        assert b"connection: close" in data.lower()
        assert json.loads(data.partition(b"\r\n\r\n")[2])["type"] == "too-large"


def test_the_answer_is_413_when_the_client_reads_it_in_time(place: Town) -> None:
    begin = head(
        "POST", "/v1/sign-in", "Content-Type: application/json", "Transfer-Encoding: chunked"
    )
    with socket.create_connection(("127.0.0.1", place.system.port), timeout=60) as connection:
        connection.sendall(begin)
        for _ in range(MAX_BODY // MIB):
            connection.sendall(CHUNK)
        connection.sendall(b"1\r\na\r\n")
        status, data = answer_of(connection)
    assert status == 413
    assert b"connection: close" in data.lower()


def test_an_upload_without_a_length_is_bounded_by_the_statement(place: Town) -> None:
    token = place.token("guardian")
    path = f"/v1/uploads/{place.ids['eid']}/pack/{'ab' * 16}"
    begin = head("PUT", path, f"Authorization: Bearer {token}", "Transfer-Encoding: chunked")
    taken, status, _ = streamed(place.system.port, begin, MAX_BODY // MIB + 64)
    # Nobody read it, and nobody waits for the rest.
    assert taken < 64
    assert status in (404, 422, 0)


def test_a_chunked_body_that_is_short_enough_is_read(place: Town) -> None:
    lines = ("Content-Type: application/json", "Transfer-Encoding: chunked", "Connection: close")
    body = json.dumps({"login": "nobody", "password": "none"}).encode()
    with socket.create_connection(("127.0.0.1", place.system.port), timeout=60) as connection:
        connection.sendall(head("POST", "/v1/staff/sessions", *lines))
        for byte in body:
            connection.sendall(b"1\r\n%c\r\n" % byte)
        connection.sendall(b"0\r\n\r\n")
        assert answer_of(connection)[0] == 401


@pytest.mark.parametrize("length", [MAX_BODY + 1, 10**18])
def test_a_length_beyond_the_limit_is_refused_before_anything_is_read(
    place: Town, length: int
) -> None:
    lines = ("Content-Type: application/json", f"Content-Length: {length}")
    with socket.create_connection(("127.0.0.1", place.system.port), timeout=60) as connection:
        connection.sendall(head("POST", "/v1/sign-in", *lines))
        status, data = answer_of(connection)
    assert status == 413
    assert b"connection: close" in data.lower()


WITH_JSON = [route for route in ROUTES if route.takes_json]


@pytest.mark.parametrize("route", WITH_JSON, ids=str)
@pytest.mark.parametrize(
    "value",
    [
        *('"\\ud800"', '{"\\udfff": 1}', '["a\\ud800b"]', "NaN", "Infinity", '"\xff"'),
        *('{"a": 1, "a": 1}', '[{"a": {"b": 1, "\\u0062": 2}}]'),
    ],
)
def test_no_route_takes_json_that_others_would_read_otherwise(
    place: Town, route: Route, value: str
) -> None:
    """In the place of each field, and for `request` also inside it."""
    (role, *_) = sorted(RULES[route.name] & SIGNED_IN)
    if role not in TOKENS:
        TOKENS[role] = place.token(LOGINS[role])
    token = TOKENS[role]
    named = route.operation["requestBody"]["content"]["application/json"]["schema"]
    fields = all_fields(route, named)
    assert fields
    for field in fields:
        for body in (f'{{"{field}": {value}}}', f'{{"{field}": {{"v": 1, "a": {value}}}}}'):
            answer = place.ask(
                route,
                token,
                place.ids,
                content=body.encode("latin-1"),
                headers={"Content-Type": "application/json"},
            )
            assert answer.status_code == 422, (field, answer.text)
            assert answer.json()["type"] == "invalid"


TOKENS: dict[str, str | None] = {}


def all_fields(route: Route, schema: dict[str, str]) -> list[str]:
    return list(schemas(route.app)[schema["$ref"].rsplit("/", 1)[-1]]["properties"])


@pytest.mark.parametrize("uid", ["", "zz", "AB" * 16, "ab" * 15, "ab" * 17, "ab" * 16 + "\n"])
def test_a_badly_spelt_id_is_the_callers_fault(place: Town, uid: str) -> None:
    route = next(each for each in ROUTES if each.name == ("vault", "POST", "/v1/sign-in"))
    answer = place.ask(route, None, {}, json={"uid": uid, "auth": "A" * 43})
    assert (answer.status_code, answer.json()["type"]) == (422, "invalid")
