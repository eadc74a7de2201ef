"""`verify.py`: built from the sources as they are, and it says what `safehold verify` says."""

import itertools
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extraction.made import write_made_source
from extraction.verify import verify_path
from extraction.verify_words import report_body
from scripts.build_verifier import OUT, build
from tests.alone.conftest import Ask
from tests.cli.running import Desk
from tests.conftest import seeded_random
from tests.vectors_run.test_release import FILES, files_of, load

NOW = 1_900_000_000


def write(files: dict[str, bytes], folder: Path) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_the_file_is_built_from_the_sources_as_they_are() -> None:
    assert build() == OUT.read_bytes(), "run scripts/build_verifier.py"
    assert build() == build()


def test_it_imports_nothing_but_the_standard_library_and_cryptography() -> None:
    lines = OUT.read_text("utf-8").splitlines()
    heads = [line.split()[1].split(".")[0] for line in lines if line.startswith(("import", "from"))]
    assert {name for name in heads if name not in sys.stdlib_module_names} == {"cryptography"}


def test_every_vector_gets_the_same_steps_and_words(alone: Ask, tmp_path: Path) -> None:
    cases = [load(path) for path in FILES]
    asked = [
        {
            "path": str(write(files_of(case), tmp_path / path.stem)),
            "policy": None if case["policy"] is None else json.dumps(case["policy"]),
            "now": case["now"],
        }
        for path, case in zip(FILES, cases, strict=True)
    ]
    for path, case, said in zip(FILES, cases, alone(asked), strict=True):
        steps = {str(step["step"]): step["status"] for step in said["steps"]}
        assert steps == case["steps"], path.stem
        if said["ok"]:
            assert (said["verdict"], said["summary"]) == (case["verdict"], case["summary"])


def tampered(package: Path, folder: Path) -> list[Path]:
    """Give copies of a package that differ in one byte, a file less, or a file more."""
    names = sorted(
        path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()
    )
    found = []

    def copied() -> Path:
        found.append(folder / str(len(found)))
        shutil.copytree(package, found[-1])
        return found[-1]

    for name, part in itertools.product(names, range(4)):
        path = copied() / name
        data = bytearray(path.read_bytes())
        data[(len(data) - 1) * part // 3] ^= (0x01, 0x20, 0x80)[part % 3]
        path.write_bytes(data)
    for name in names:
        (copied() / name).unlink()
        path = copied() / name
        path.write_bytes(path.read_bytes() + b" ")
    (copied() / "notes.txt").write_text("hidden")
    return found


def test_a_real_package_and_every_tampering_get_the_same_steps(alone: Ask, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    source = write_made_source(tmp_path / "phone", random=seeded_random("alone"), days=3)
    _, package = desk.release(desk.seal(source), {"c": ["message"]})
    paths = [package, *tampered(package, tmp_path / "tampered")]
    said = alone([{"path": str(path), "policy": None, "now": NOW} for path in paths])
    assert said[0]["ok"]
    assert not any(each["ok"] for each in said[1:])
    for path, each in zip(paths, said, strict=True):
        wanted = report_body(verify_path(path, None, now_seconds=NOW))
        assert each == wanted, path.name


def command(bare: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    code = f"import sys; sys.path.append({str(bare)!r}); sys.argv = sys.argv[1:]\n"
    code += f"exec(compile(open({str(OUT)!r}, encoding='utf-8').read(), 'verify.py', 'exec'))"
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", code, "verify.py", *map(str, words)],
        check=False,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture
def package(tmp_path: Path) -> Path:
    case: dict[str, Any] = load(FILES[0].parent / "no-policy.json")
    return write(files_of(case), tmp_path / "package")


def test_the_command_prints_the_steps_and_the_words(bare: Path, package: Path) -> None:
    done = command(bare, package)
    assert done.returncode == 0, done.stderr
    assert "✓  9  records" in done.stdout
    assert "This package holds 3 messages." in done.stdout
    said = json.loads(command(bare, package, "--json").stdout)
    assert [step["step"] for step in said["steps"]] == list(range(19))


def test_the_command_exits_with_1_for_what_does_not_hold_and_2_for_wrong_usage(
    bare: Path, package: Path, tmp_path: Path
) -> None:
    (package / "README.txt").write_text("changed")
    done = command(bare, package)
    assert done.returncode == 1
    assert "This package does NOT hold" in done.stdout
    (tmp_path / "policy").write_text("{")
    assert command(bare, package, "--policy", tmp_path / "policy").returncode == 2
    assert command(bare, tmp_path / "nowhere").returncode == 2
