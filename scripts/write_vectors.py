"""Write the project's own vectors anew: each module of scripts/vectors writes one folder."""

import importlib.util
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


def main() -> int:
    """Run every writer; its file name is its folder's name."""
    names = []
    for path in sorted((ROOT / "scripts" / "vectors").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"vectors_{path.stem}", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.write(ROOT / "tests" / "vectors" / path.stem)
        names.append(path.stem)
    print(f"vectors: written for {', '.join(names)}; they must not have changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
