"""What notebooks run on in a browser: Python in WebAssembly, the packages beside it, and how they are found."""

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from lock import lock, write

HERE = Path(__file__).parent
TOP = HERE.parents[1]
PYODIDE = "314.0.7"
NETWORK = f"https://cdn.jsdelivr.net/pyodide/v{PYODIDE}/full/"
PARTS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LIST = "pyodide-lock.json"
# The kernel's own packages: each must be asked for here *and* be in the list, or it never says that it is there.
KERNEL = ("micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "jedi", "ipython")
EXTENSION = "@jupyterlite/pyodide-kernel-extension"
TWICE = "widgetsnbextension-3."  # the kernel brings two of these, one for an older ipywidgets


def lay(folder: Path, downloads: Path) -> None:
    """Put Python and all packages but the charts' into a folder, with the list of them."""
    folder.mkdir(parents=True)
    package = unpacked_pyodide(downloads)
    for name in PARTS:
        shutil.copy(package / name, folder)
    wheels = [shutil.copy(wheel, folder) for wheel in (*kernel_wheels(), *downloaded(downloads), own_wheel(downloads))]
    theirs = json.loads((package / LIST).read_text(encoding="utf-8"))
    write(folder / LIST, lock(theirs, [Path(wheel) for wheel in wheels], NETWORK))


def unpacked_pyodide(downloads: Path) -> Path:
    """The folder of Pyodide's npm package."""
    folder = downloads / f"pyodide-{PYODIDE}"
    if not folder.exists():
        downloads.mkdir(parents=True, exist_ok=True)
        run("npm", "pack", "--silent", f"pyodide@{PYODIDE}", f"--pack-destination={downloads}")
        with tarfile.open(downloads / f"pyodide-{PYODIDE}.tgz") as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


def kernel_wheels() -> list[Path]:
    """The packages that come with the kernel."""
    wheels = Path(sys.prefix, "share/jupyter/labextensions", EXTENSION, "static/pypi").glob("*.whl")
    return [wheel for wheel in sorted(wheels) if not wheel.name.startswith(TWICE)]


def downloaded(downloads: Path) -> list[Path]:
    """The packages of wheels.txt, all of them plain Python."""
    folder = downloads / "wheels"
    run(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--only-binary=:all:", "--implementation=py", "--abi=none", "--platform=any", "--python-version=3.14",
        f"--dest={folder}", f"--requirement={HERE / 'wheels.txt'}")
    asked = {line.partition("==")[0].replace("-", "_") for line in (HERE / "wheels.txt").read_text().splitlines()}
    return [wheel for wheel in sorted(folder.glob("*.whl")) if wheel.name.partition("-")[0] in asked]


def own_wheel(downloads: Path) -> Path:
    """raftlib's own package, as it is now."""
    folder = downloads / "own"
    shutil.rmtree(folder, ignore_errors=True)
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--no-build-isolation", f"--wheel-dir={folder}", str(TOP))
    return next(folder.glob("*.whl"))


def run(*command) -> None:
    """Run a command, and stop with what it says if it fails."""
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        sys.exit(f"{' '.join(command)}\n{ran.stdout}{ran.stderr}")


def write_settings(source: Path) -> None:
    """Tell JupyterLite where its kernel is, and that nothing is to be had from elsewhere."""
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": {"packages": list(KERNEL)}}
    config = {"appName": "Raft, hands on", "exposeAppInBrowser": True,
              "litePluginSettings": {f"{EXTENSION}:kernel": kernel}}
    text = json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": config}, indent=1)
    (source / "jupyter-lite.json").write_text(text + "\n", encoding="utf-8")
