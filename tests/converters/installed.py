"""Converters and front ends that are tried: they lie beside the virtual environment, where JupyterLab finds none."""
import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".converters"
MISSING = "other converters are missing: make test puts them into .converters"


def installed():
    """The folder of these packages; without it tests are skipped, but in continuous integration they fail."""
    if not FOLDER.is_dir() and os.environ.get("RAFT_BROWSER") == "required":
        pytest.fail(MISSING)
    return FOLDER if FOLDER.is_dir() else pytest.skip(MISSING)


def environment(scratch):
    """What a process needs to find these packages, and nothing of what the user has set; `scratch` is its home."""
    folder = installed()
    own = {name: str(scratch / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    return {**os.environ, **own, "PYTHONPATH": str(folder), "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "JUPYTER_PATH": str(folder / "share" / "jupyter"), "JUPYTER_CONFIG_PATH": str(folder / "etc" / "jupyter"),
            "RAFT_PROGRESS": "off"}


def run(*command, folder):
    """What a command of Python's modules says, with no error; it works in `folder`."""
    done = subprocess.run([sys.executable, *map(str, command)], cwd=folder, env=environment(folder), text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout
    return done.stdout
