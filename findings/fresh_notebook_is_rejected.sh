#!/usr/bin/env bash
# nbval: a notebook that was executed a moment ago by nbclient fails, if a cell updates or clears its output.
#
# Versions: nbval 0.11.0, nbclient 0.11.0, ipykernel 7.4.0, ipython 9.18.1, pytest 9.
#
# What one would guess: nbval runs each cell and compares its outputs with the stored ones, so a notebook whose
# cells always print the same passes when it has just been executed.
#
# What happens: nbclient follows the messages that change an output that is already there (a display that is
# updated, an output that is cleared) and stores what is left at the end. nbval leaves these messages out and
# compares with it all that was shown at first. So the true notebook fails every time, and one that was changed
# by hand to hold the first state passes.
#
# Seen:
#   plain print:     stored '2', freshly executed: passed, with its first state: passed
#   updated display: stored 'done', freshly executed: failed, with its first state: passed
#   cleared output:  stored 'done', freshly executed: failed, with its first state: passed
#
# Exits 0 if this is what happens, 1 if not. Takes about 10 seconds and the time of the installation.
set -euo pipefail

work=$(mktemp -d)
runner=
clean_up() {
    if [ -n "$runner" ]; then
        kill "$runner" 2>/dev/null || true
        wait "$runner" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
pip() { timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check "$@" -q; }
pip install --no-compile nbval==0.11.0 nbclient==0.11.0 ipykernel==7.4.0 ipython==9.18.1 'pytest>=9,<10'
export IPYTHONDIR="$work/ipython" JUPYTER_PREFER_ENV_PATH=1

cat > check.py <<'PY'
import logging
import subprocess
import sys
import warnings
from xml.etree import ElementTree

import nbformat
from nbclient import NotebookClient

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
CASES = {
    "plain print": "print(1 + 1)",
    "updated display": "handle = display('working', display_id='state')\nhandle.update('done')",
    "cleared output": "from IPython.display import clear_output\nprint('working')\nclear_output()\nprint('done')",
}


def text_of(output):
    return output["text"].strip() if "text" in output else output["data"]["text/plain"].strip("'")


notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in CASES.values()], metadata=KERNEL)
NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
nbformat.write(notebook, "fresh.ipynb")
stored = [text_of(output) for cell in notebook.cells for output in cell.outputs]
_, updated, cleared = notebook.cells
updated.outputs[0]["data"]["text/plain"] = "'working'"
cleared.outputs[0]["text"] = "working\ndone\n"
nbformat.write(notebook, "first.ipynb")

report = subprocess.run(
    [sys.executable, "-m", "pytest", "--nbval", "-p", "no:cacheprovider", "--junitxml=report.xml", "fresh.ipynb",
     "first.ipynb"], capture_output=True, text=True, timeout=90)
verdicts = ["failed" if case.find("failure") is not None else "passed"
            for case in ElementTree.parse("report.xml").getroot().iter("testcase")]
if len(verdicts) != 6:
    sys.exit(report.stdout)
for case, end, fresh, first in zip(CASES, stored, verdicts[:3], verdicts[3:]):
    print(f"{case + ':':<17}stored {end!r}, freshly executed: {fresh}, with its first state: {first}")
if (stored, verdicts) != (["2", "done", "done"], ["passed", "failed", "failed", "passed", "passed", "passed"]):
    sys.exit("CHANGED: nbval does not treat fresh notebooks as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py 2> errors.txt &
runner=$!
wait "$runner" || { cat errors.txt >&2; exit 1; }
