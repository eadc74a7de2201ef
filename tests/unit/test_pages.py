"""The survivor's pages over HTTP: headers of each kind, leaving, pages that were not built."""

import asyncio
import base64
import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.apps import make_app
from api.routes.pages import pages
from api.static_files import COMMON

NEUTRAL = "https://neutral.example/weather"
MAP = b'{"integrity":{"/assets/a.js":"sha384-x"}}'
PASSKEYS = COMMON["Permissions-Policy"]
for _name in ("publickey-credentials-create", "publickey-credentials-get"):
    PASSKEYS = PASSKEYS.replace(f"{_name}=()", f"{_name}=(self)")
PAGE = b'<!doctype html><title>Notes</title><script type="importmap">' + MAP + b"</script>"


@pytest.fixture
def built(tmp_path: Path) -> Path:
    assets = tmp_path / "assets"
    assets.mkdir()
    (tmp_path / "index.html").write_bytes(PAGE)
    (assets / "index-1a2b.js").write_text("let page = 1;\n" * 200)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "3c4d.js").write_text("let worker = 1;\n")
    (assets / "index-5e6f.css").write_text("p { margin: 0 }\n")
    (assets / "notes.txt").write_text("not served\n")
    return tmp_path


@dataclass(frozen=True)
class Client:
    """Asks the app itself; no socket is opened."""

    app: FastAPI

    def get(self, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://test") as asking:
                return await asking.get(path, headers=headers)

        return asyncio.run(ask())


def client(folder: Path) -> Client:
    return Client(make_app("test", None, [pages(NEUTRAL, folder)]))


def test_every_answer_has_the_common_headers(built: Path) -> None:
    paths = [
        "/",
        "/assets/index-1a2b.js",
        "/keys/3c4d.js",
        "/assets/none.js",
        "/exit",
        "/v1/leaving",
        "/no",
        "/",
    ]
    for path in paths:
        answer = client(built).get(path)
        # The document alone may ask for something, and for one thing.
        own = {"Permissions-Policy": PASSKEYS} if path == "/" else {}
        assert {name: answer.headers[name] for name in COMMON} == COMMON | own, path
    assert "=(self)" not in COMMON["Permissions-Policy"]


def test_the_page_may_run_its_own_scripts_and_its_import_map_only(built: Path) -> None:
    answer = client(built).get("/")
    assert answer.content == PAGE
    policy = dict(
        part.strip().partition(" ")[::2]
        for part in answer.headers["content-security-policy"].split(";")
    )
    digest = base64.b64encode(hashlib.sha256(MAP).digest()).decode()
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' 'sha256-{digest}'"
    assert policy["connect-src"] == policy["style-src"] == policy["worker-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert policy["trusted-types"] == "app-worker"
    assert policy["form-action"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_page_may_ask_the_witnesses_and_no_other_word_gets_into_its_policy(built: Path) -> None:
    urls = [
        "https://body.example/w",
        "http://127.0.0.1:9/",
        "https://a;script-src *",
        "https://body.example",
        "https://x,y",
    ]
    app = Client(make_app("test", None, [pages(NEUTRAL, built, urls)]))
    policy = app.get("/").headers["content-security-policy"]
    assert "connect-src 'self' https://body.example http://127.0.0.1:9;" in policy
    assert "*" not in policy
    assert "," not in policy


def test_a_worker_alone_may_run_wasm_and_reaches_no_network(built: Path) -> None:
    policy = client(built).get("/keys/3c4d.js").headers["content-security-policy"]
    assert "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "default-src 'none'" in policy
    assert "connect-src" not in policy
    script = client(built).get("/assets/index-1a2b.js").headers["content-security-policy"]
    assert "wasm" not in script


def test_files_named_by_content_are_kept_and_everything_else_is_not(built: Path) -> None:
    kept = client(built).get("/assets/index-5e6f.css").headers["cache-control"]
    assert kept == "public, max-age=31536000, immutable"
    for path in ("/", "/exit", "/v1/leaving", "/assets/none.js", "/healthz"):
        assert client(built).get(path).headers["cache-control"] == "no-store", path


def test_a_file_is_sent_compressed_to_those_who_take_it(built: Path) -> None:
    app = client(built)
    packed = app.get("/assets/index-1a2b.js", headers={"Accept-Encoding": "br, gzip;q=0.8"})
    plain = app.get("/assets/index-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert len(gzip.compress(plain.content)) < len(plain.content)


@pytest.mark.parametrize("name", ["notes.txt", "..%2Findex.html", "%2e%2e/index.html", "x"])
def test_nothing_but_the_built_files_is_served(built: Path, name: str) -> None:
    assert client(built).get(f"/assets/{name}").status_code in {404, 405}


def test_leaving_empties_what_the_browser_keeps_and_goes_somewhere_neutral(built: Path) -> None:
    answer = client(built).get("/exit")
    assert answer.status_code == 303
    assert answer.headers["location"] == NEUTRAL
    assert answer.headers["clear-site-data"] == '"cache", "cookies", "storage"'
    assert client(built).get("/v1/leaving").json() == {"to": NEUTRAL}


def test_pages_that_were_not_built_say_so_in_plain_words(tmp_path: Path) -> None:
    answer = client(tmp_path).get("/")
    assert answer.status_code == 200
    assert "pages are not here" in answer.text
    assert "script-src 'self'" in answer.headers["content-security-policy"]
