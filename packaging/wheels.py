"""Everything to install the program from a folder, on machines without a network.

    python packaging/wheels.py FOLDER [PLATFORM…]

A folder for each platform, to be installed from by `pip install --no-index --find-links FOLDER/win_amd64
'report-drafter[web]'`. The wheel of the program is built, those it needs are downloaded for every Python that it runs
on; exit code 1, and the platform and the Python for which one is missing.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLATFORMS = {
    "win_amd64": ("win_amd64",),
    "linux_x86_64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux_aarch64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
PYTHONS = ("3.11", "3.12", "3.13")


def main(folder: Path, names: list[str]) -> int:
    """Fill the folders of the platforms, and tell for which something is missing."""
    run = [sys.executable, "-m"]
    missing = []
    for name in names or list(PLATFORMS):
        target = folder / name
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run([*run, "build", "--wheel", "--outdir", target, ROOT], check=True, stdout=subprocess.DEVNULL)
        wheel = max(target.glob("report_drafter-*.whl"), key=lambda path: path.stat().st_mtime)
        platforms = [part for tag in PLATFORMS[name] for part in ("--platform", tag)]
        for python in PYTHONS:
            wanted = [*platforms, "--python-version", python, "--only-binary=:all:", "--dest", target]
            done = subprocess.run([*run, "pip", "download", "--quiet", *wanted, f"{wheel}[web]"])
            if done.returncode:
                missing.append(f"{name}, Python {python}")
        print(f"{target}: {len(list(target.glob('*.whl')))} wheels")
    for item in missing:
        print(f"not complete: {item}", file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or any(name not in PLATFORMS for name in sys.argv[2:]):
        sys.exit(f"usage: wheels.py FOLDER [{' '.join(PLATFORMS)}]")
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
