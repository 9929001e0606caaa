"""What would make a built site fail without a word, looked for in its files."""

import json
from hashlib import sha256
from pathlib import Path

from lock import CHARTS, needed
from runtime import EXTENSION, KERNEL, LIST, NETWORK

MOST = 60  # MiB
EXTENSIONS = {"@jupyter-widgets/jupyterlab-manager", EXTENSION, "anywidget", "jupyterlab_pygments"}


def faults(site: Path, lab: str) -> list[str]:
    """A sentence for each thing that is wrong with a site, whose notebooks run in its folder `lab`."""
    config = json.loads((site / lab / "jupyter-lite.json").read_text(encoding="utf-8"))["jupyter-config-data"]
    folder = site / lab / "static" / "pyodide"
    packages = json.loads((folder / LIST).read_text(encoding="utf-8"))["packages"]
    return [
        *of_kernel(config["litePluginSettings"][f"{EXTENSION}:kernel"], packages),
        *of_extensions({each["name"] for each in config["federated_extensions"]}),
        *of_packages(packages, folder),
        *of_charts(packages),
        *of_notebooks(site, lab),
        *of_size(site),
    ]


def of_kernel(settings: dict, packages: dict) -> list[str]:
    """A kernel that asks elsewhere, or for what isn't there: it would never be ready, and not say why."""
    asked = settings.get("loadPyodideOptions", {}).get("packages", [])
    wrong = [f"{name} is not both asked for and in the list: the kernel would stay unknown." for name in KERNEL
             if name not in asked or name not in packages]
    if not settings.get("pyodideUrl", "").startswith("./static/"):
        wrong.append(f"pyodideUrl is {settings.get('pyodideUrl')!r}: Python would come from the network.")
    if not settings.get("disablePyPIFallback"):
        wrong.append("disablePyPIFallback is not set: packages would be looked for on the network.")
    return wrong


def of_extensions(names: set[str]) -> list[str]:
    """Extensions that happened to be installed, or are missing."""
    return [f"The extension {name} is {'missing' if name in EXTENSIONS else 'not wanted'}."
            for name in sorted(names ^ EXTENSIONS)]


def of_packages(packages: dict, folder: Path) -> list[str]:
    """Packages that are not the files of the list, or need what isn't in it."""
    wrong = []
    for name, entry in packages.items():
        file = folder / entry["file_name"]
        if entry["file_name"].startswith(NETWORK):
            continue
        if not file.is_file() or sha256(file.read_bytes()).hexdigest() != entry["sha256"]:
            wrong.append(f"{entry['file_name']} is not the file that the list means.")
        wrong += [f"{name} needs {other}, which is not in the list." for other in entry["depends"]
                  if other not in packages]
    return wrong


def of_charts(packages: dict) -> list[str]:
    """Packages that would come over the network though no chart is drawn, or would not come with one."""
    distant = {name for name, entry in packages.items() if entry["file_name"].startswith(NETWORK)}
    wrong = [f"{name} is missing: no chart could be drawn." for name in CHARTS if name not in distant]
    if "raftlib" not in packages:
        return [*wrong, "raftlib is missing."]
    return wrong + [f"raftlib would drag {name} in." for name in needed(["raftlib", *KERNEL], packages)
                    if name in distant]


def of_notebooks(site: Path, lab: str) -> list[str]:
    """Notebooks that can't be opened, or not be read."""
    listed = json.loads((site / lab / "api/contents/all.json").read_text(encoding="utf-8"))["content"]
    here = {path.stem for path in (site / lab / "files").glob("*.ipynb")}
    read = {path.stem for path in (site / "read").glob("*.html")}
    wrong = [f"{name}.ipynb is not listed." for name in sorted(here - {Path(each["path"]).stem for each in listed})]
    return wrong + [f"{name} is only to be {'run' if name in here else 'read'}." for name in sorted(here ^ read)]


def of_size(site: Path) -> list[str]:
    """More than a site may be."""
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) / 2**20
    return [f"It has {size:.1f} MiB, and may have {MOST}."] if size > MOST else []
