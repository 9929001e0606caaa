#!/usr/bin/env bash
# jsonschema: wherever JupyterLab is installed, importing it builds 39 parsers, which nobody asked for.
#
# Versions: jsonschema 4.26.0 and 4.24.1, jupyter-events 0.12.0, nbformat 5.10.4, rfc3987-syntax 1.1.0, lark 1.3.1.
#
# What one would guess: importing a validator costs the same whatever optional format checkers lie beside it; they
# are loaded when a schema asks for such a format. Reading a notebook takes as long as it did a year ago.
#
# What happens: jupyter-events, which every Jupyter server needs, asks for jsonschema's extra format-nongpl. From
# 4.25 on that extra brings rfc3987-syntax, which compiles its grammar of IRIs with lark as it is imported, once for
# each of 39 terms; and jsonschema imports each checker that it finds. So each Python process that only imports
# nbformat (nbconvert, nbclient, nbval, each server, each worker of a test run) builds 39 parsers and uses none: no
# schema of nbformat's names an IRI. That takes eight times as long as all the rest of the import. With 4.24.1, and
# the packages of its extra, nothing is built.
#
# Seen (one machine, Python 3.11.7; CPU seconds of "import nbformat", least of five):
#   jsonschema 4.26.0, as pip installs it: lark loaded True parsers built 39; 1.18 s
#   jsonschema 4.26.0 without rfc3987-syntax: lark loaded False parsers built 0; 0.13 s
#   jsonschema 4.24.1, as pip installs it: lark loaded False parsers built 0; 0.13 s
#
# Exits 0 if this is what happens (the first at least four times as slow as each other), 1 if not. About a minute.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
pip() { timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check "$@" -q; }

cat > look.py <<'PY'
import subprocess
import sys

TIMED = "import time; start = time.process_time(); import nbformat; print(time.process_time() - start)"
COUNTED = """
import sys
built = 0
def count(frame, event, argument):
    global built
    if event == "call" and frame.f_code.co_qualname == "Lark.__init__":
        built += 1
sys.setprofile(count)
import nbformat
sys.setprofile(None)
print("lark loaded", "lark" in sys.modules, "parsers built", built)
"""


def said(code):
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


print(said(COUNTED), min(float(said(TIMED)) for _ in range(5)), sep="; ")
PY

look() { venv/bin/python look.py; }

pip install jsonschema==4.26.0 jupyter-events==0.12.0 nbformat==5.10.4 rfc3987-syntax==1.1.0 lark==1.3.1
new=$(look)
pip uninstall --yes rfc3987-syntax
without=$(look)
pip uninstall --yes lark
pip install jsonschema==4.24.1 "jsonschema[format-nongpl]==4.24.1"
old=$(look)

echo "jsonschema 4.26.0, as pip installs it: $new s"
echo "jsonschema 4.26.0 without rfc3987-syntax: $without s"
echo "jsonschema 4.24.1, as pip installs it: $old s"

python3 - "$new" "$without" "$old" <<'PY'
import sys

new, *others = [said.split("; ") for said in sys.argv[1:]]
as_seen = (new[0] == "lark loaded True parsers built 39"
           and all(each[0] == "lark loaded False parsers built 0" for each in others)
           and all(float(new[1]) >= 4 * float(each[1]) for each in others))
sys.exit(not as_seen)
PY
