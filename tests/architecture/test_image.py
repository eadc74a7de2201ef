"""The container image: what its stages copy is enough for what they run.

No engine builds it here. The stage that makes the pages is therefore walked by hand: the files
that it copies, and no others, are laid into an empty folder, and its build is run there.
"""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def stage(name: str) -> list[str]:
    """The lines of one stage, without those that continue a line before them."""
    _, _, rest = DOCKERFILE.partition(f" AS {name}\n")
    return rest.partition("\nFROM ")[0].splitlines()


def copies(name: str) -> list[tuple[list[str], str]]:
    """What a stage copies from the source tree: the paths, and where to."""
    words = [line.split()[1:] for line in stage(name) if line.startswith("COPY ")]
    return [(line[:-1], line[-1]) for line in words if not line[0].startswith("--")]


def lay(name: str, work: Path) -> None:
    for paths, to in copies(name):
        for path in paths:
            source, target = ROOT / path, work / to
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target)
            else:
                shutil.copy(source, target / source.name if to == "./" else target)


def test_the_pages_can_be_built_from_what_their_stage_copies(tmp_path: Path) -> None:
    work = tmp_path / "frontend"
    work.mkdir()
    lay("pages", work)
    assert "RUN npm ci --loglevel=error" in stage("pages")
    assert "RUN npm run -s build" in stage("pages")
    (work / "node_modules").symlink_to(ROOT / "frontend" / "node_modules")
    command = f"cd {work} && npm run -s build -- --logLevel warn"
    done = subprocess.run(
        ["/bin/bash", str(ROOT / "scripts" / "node.sh"), "/bin/bash", "-c", command],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    built = tmp_path / "api" / "static" / "survivor"
    assert (built / "index.html").is_file()
    assert list((built / "keys").glob("*.js"))


def test_the_pages_are_in_place_before_the_package_is_installed() -> None:
    lines = stage("build")
    copied = lines.index("COPY --from=pages /src/api/static api/static")
    installed = next(n for n, line in enumerate(lines) if "--no-deps ." in line)
    assert copied < installed


def test_every_package_is_copied() -> None:
    copied = {path for paths, _ in copies("build") for path in paths}
    assert {"audit", "vault", "consent", "extraction", "api"} <= copied
