#!/usr/bin/env bash
# jupyter-server: of a file in jupyter_server_config.d only the list of extensions is read; the rest has no effect.
#
# Versions: jupyter-server 2.21.1, jupyter-core 5.9.1.
#
# What one would guess: a folder NAME.d beside NAME.json is for drop-in files, each with a part of the settings, as
# in many a program's configuration; packages put files there, and the file that a package puts there has the form
# of jupyter_server_config.json. So a port or a class's setting in it counts as in that file.
#
# What happens: the folder is read for ServerApp.jpserver_extensions alone. Every other setting in the same file is
# left out, and nothing is said. In jupyter_server_config.json, or in jupyter_config.json, the same text counts.
#
# Seen, the same text in each place (port 9123, an extension that is off, a trait of a class of nbconvert):
#   jupyter_server_config.d/mine.json: extension off: yes, port: not set, class: not set
#   jupyter_server_config.json:        extension off: yes, port: 9123, class: set
#   jupyter_config.json:               extension off: yes, port: 9123, class: set
#
# Exits 0 if this is what happens, 1 if not. Takes a few seconds and the time of the installation.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 100 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q --no-compile \
    jupyter-server==2.21.1 jupyter-core==5.9.1
export JUPYTER_CONFIG_DIR="$work/none" JUPYTER_PREFER_ENV_PATH=1

cat > check.py <<'PY'
import json
import os
import subprocess
import sys
from pathlib import Path

TEXT = json.dumps({
    "ServerApp": {"port": 9123, "jpserver_extensions": {"not_there": False}},
    "LatexExporter": {"exclude_input": True},
})


def said_of(place):
    """What the server takes from the text, if it is in this file."""
    folder = Path(f"settings-{place.replace('/', '-')}").resolve()
    (folder / place).parent.mkdir(parents=True)
    (folder / place).write_text(TEXT)
    shown = subprocess.run([sys.executable, "-m", "jupyter_server", "--show-config-json"], capture_output=True,
                           text=True, timeout=50, env={**os.environ, "JUPYTER_CONFIG_PATH": str(folder)}).stdout
    settings = json.loads(shown[shown.index("{"):])
    extensions = str(settings["ServerApp"].get("jpserver_extensions"))
    return (f"{place + ':':<34} extension off: {'yes' if 'not_there' in extensions else 'no'}, "
            f"port: {settings['ServerApp'].get('port', 'not set')}, "
            f"class: {'set' if settings.get('LatexExporter') else 'not set'}")


seen = [said_of(place) for place in
        ("jupyter_server_config.d/mine.json", "jupyter_server_config.json", "jupyter_config.json")]
print("\n".join(seen))
if seen != [
    "jupyter_server_config.d/mine.json: extension off: yes, port: not set, class: not set",
    "jupyter_server_config.json:        extension off: yes, port: 9123, class: set",
    "jupyter_config.json:               extension off: yes, port: 9123, class: set",
]:
    sys.exit("CHANGED: jupyter-server does not read drop-in files as described")
print("as described")
PY
timeout -k 5 $((118 - SECONDS)) venv/bin/python check.py
