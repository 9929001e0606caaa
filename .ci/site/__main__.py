"""Build the series as a static site, with all that it needs to run in a browser: make site."""

import shutil
import subprocess
import sys
from pathlib import Path

import check
import contents
import pages
import runtime

TOP = Path(__file__).parents[2]
SITE = TOP / "site"
WORK = TOP / ".site"  # what is downloaded, and what the site is made of
LAB = "run"  # the folder of the site in which notebooks are run


def main() -> str | None:
    """Build the site, check it, and say how large it is. Returns a sentence if it would not work."""
    source = WORK / "source"
    for folder in (source, SITE):  # anew: what is left of another build would be in this one, too
        shutil.rmtree(folder, ignore_errors=True)
    runtime.lay(source / "static" / "pyodide", WORK / "downloads")
    contents.lay(source / "files", TOP / "notebooks")
    runtime.write_settings(source)
    build_lab(source, SITE / LAB)
    contents.lay_stills(SITE / LAB / "static" / "stills", TOP / "notebooks")
    pages.lay(SITE, TOP)
    wrong = check.faults(SITE, LAB)
    for each in wrong:
        print(each, file=sys.stderr)
    size = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file()) / 2**20
    print(f"{SITE.name}/ has {size:.1f} MiB.")
    return f"{SITE.name}/ would not work: {len(wrong)} faults." if wrong else None


def build_lab(source: Path, target: Path) -> None:
    """JupyterLite, with its one application; in `source`, for what it notes of a build goes there too."""
    command = [
        *(sys.executable, "-m", "jupyterlite_core", "build", "--no-sourcemaps", "--apps=lab"),
        *(f"--lite-dir={source}", f"--contents={source / 'files'}", f"--output-dir={target}"),
    ]
    built = subprocess.run(command, cwd=source, capture_output=True, text=True)
    if built.returncode:
        sys.exit(f"JupyterLite can't build the site:\n{built.stdout}\n{built.stderr}")


if __name__ == "__main__":
    sys.exit(main())
