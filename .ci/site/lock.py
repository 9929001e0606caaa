"""The list from which Pyodide loads packages: the site's own wheels, and where on the network the charts' are."""

import json
from email import message_from_string
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

# What charts need is compiled for WebAssembly, and to be had from Pyodide's own network alone.
CHARTS = ("numpy", "matplotlib")
NOT_IN_THE_BROWSER = {"jupyterlab", *CHARTS}  # raftlib wants them, and loads charts' only when one is to be drawn


def lock(pyodide: dict, wheels: list[Path], network: str) -> dict:
    """Pyodide's list, `pyodide`, with these wheels for all it names but charts' packages, at addresses in `network`."""
    where = environment(pyodide["info"])
    ours = {entry["name"]: entry for entry in (entry_of(wheel, where) for wheel in wheels)}
    for entry in ours.values():
        entry["depends"] = [name for name in entry["depends"] if name in ours]
    theirs = {name: at_a_distance(pyodide["packages"][name], network)
              for name in needed(CHARTS, pyodide["packages"]) if name not in ours}
    return {**pyodide, "packages": dict(sorted((ours | theirs).items()))}


def environment(info: dict) -> dict[str, str]:
    """What markers of a requirement are judged by there, where Python runs in WebAssembly."""
    version = info["python"]
    return {**default_environment(), "sys_platform": "emscripten", "platform_system": "Emscripten", "os_name": "posix",
            "platform_machine": "wasm32", "python_version": version.rpartition(".")[0], "python_full_version": version}


def entry_of(wheel: Path, where: dict[str, str]) -> dict:
    """How the list names a wheel; its checksum is that of this file."""
    name, version, _, _ = parse_wheel_filename(wheel.name)
    with ZipFile(wheel) as files:
        names = files.namelist()
        metadata = next(each for each in names if each.endswith(".dist-info/METADATA"))
        requirements = message_from_string(files.read(metadata).decode()).get_all("Requires-Dist", [])
    wanted = [requirement for each in requirements if applies(requirement := Requirement(each), where)]
    return {
        "name": name,
        "version": str(version),
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": sha256(wheel.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": imports(names),
        "depends": [each for requirement in wanted
                    if (each := canonicalize_name(requirement.name)) not in NOT_IN_THE_BROWSER],
        "unvendored_tests": False,
    }


def applies(requirement: Requirement, where: dict[str, str]) -> bool:
    """Whether a requirement holds there, with none of its extras asked for."""
    return requirement.marker is None or requirement.marker.evaluate({**where, "extra": ""})


def imports(names: list[str]) -> list[str]:
    """What a wheel with files of these names lets one import."""
    tops = {name.partition("/")[0] for name in names if name.endswith(".py") and ".data/" not in name}
    return sorted(top.removesuffix(".py") for top in tops if not top.endswith(".dist-info"))


def needed(names, packages: dict) -> list[str]:
    """These packages and all that they need."""
    found, rest = [], list(names)
    while rest:
        name = canonicalize_name(rest.pop())
        if name not in found:
            found.append(name)
            rest += packages[name]["depends"]
    return found


def at_a_distance(entry: dict, network: str) -> dict:
    """The entry of a package that stays on the network."""
    return {**entry, "file_name": network + entry["file_name"]}


def write(path: Path, content: dict) -> None:
    """Write the list where Pyodide looks for it."""
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
