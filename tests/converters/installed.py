"""Converters and front ends that are tried: they lie beside the virtual environment, where JupyterLab finds none."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".converters"
REQUIRED = os.environ.get("RAFT_BROWSER") == "required"


def installed():
    """The folder of these packages."""
    return FOLDER if FOLDER.is_dir() else lacking("other converters are missing: make test puts them into .converters")


def program(name):
    """Where a program of the system is that a converter calls."""
    return shutil.which(name) or lacking(f"no {name} is installed (on Debian: apt-get install {name})")


def lacking(what):
    """Skip a test for want of something; in continuous integration, let it fail."""
    (pytest.fail if REQUIRED else pytest.skip)(what)


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
