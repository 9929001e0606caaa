#!/usr/bin/env bash
# jupytext: a comment that begins with a word such as mkdir, ls, cat or cd becomes code in the notebook.
#
# Versions: jupytext 1.19.6, nbclient 0.11.0, ipykernel 7.4.0, ipython 9.18.1.
#
# What one would guess: a comment of a Python script is a comment of the notebook. What jupytext turns into a
# command when it reads a script is what it had commented out itself, and that begins with % or !.
#
# What happens: in a code cell "# mkdir plots later" loses its "# ", because jupytext also knows commands
# without a sign. Python runs the script and skips the comments. In the notebook, a cell with more lines fails
# with a SyntaxError, and a cell that was nothing but the comment is run by IPython as the command that it now
# is: it made two folders. Converting the notebook back puts the "# " there again, so that nobody who looks at
# the script or at its history sees any of it.
#
# Seen:
#   python runs the script: folders none, printed 42
#   first lines of the notebook's cells: 'ls of the answers comes below', 'mkdir plots later'
#   cell 1 of the notebook: SyntaxError
#   cell 2 of the notebook: folders later plots
#   the notebook as a script again: the same cells as at first
#   comments that become code: cat cd copy cp echo ls mkdir mv rm rmdir
#   comments that stay comments: less more pwd time who
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
pip install --no-compile jupytext==1.19.6 nbclient==0.11.0 ipykernel==7.4.0 ipython==9.18.1
export IPYTHONDIR="$work/ipython" JUPYTER_PREFER_ENV_PATH=1
mkdir run
cat > run/plan.py <<'PY'
# %%
# ls of the answers comes below
answer = 6 * 7
print(answer)

# %%
# mkdir plots later
PY

cat > check.py <<'PY'
import logging
import pathlib
import signal
import subprocess
import sys
import warnings

import jupytext
from nbclient import NotebookClient

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
WORDS = "cat cd copy cp echo less ls mkdir more mv pwd rm rmdir time who".split()
RUN = pathlib.Path("run")
SCRIPT = (RUN / "plan.py").read_text()


def folders():
    return " ".join(sorted(p.name for p in RUN.iterdir() if p.is_dir())) or "none"


result = subprocess.run([sys.executable, "plan.py"], cwd=RUN, capture_output=True, text=True, check=True, timeout=30)
printed = result.stdout.strip()
by_python = folders()
print(f"python runs the script: folders {by_python}, printed {printed}")

notebook = jupytext.reads(SCRIPT, fmt="py:percent")
firsts = [cell.source.splitlines()[0] for cell in notebook.cells]
print("first lines of the notebook's cells:", ", ".join(map(repr, firsts)))
NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True,
               resources={"metadata": {"path": str(RUN)}}).execute()
error = next((o.ename for o in notebook.cells[0].outputs if o.output_type == "error"), "no error")
by_notebook = folders()
print("cell 1 of the notebook:", error)
print("cell 2 of the notebook: folders", by_notebook)
back = jupytext.writes(notebook, fmt="py:percent")
same = back[back.index("# %%"):].strip() == SCRIPT.strip()
print("the notebook as a script again:", "the same cells as at first" if same else "other cells than at first")

code, comments = [], []
for word in WORDS:
    source = jupytext.reads(f"# %%\n# {word} of two things\nx = 1\n", fmt="py:percent").cells[0].source
    (comments if source.startswith("#") else code).append(word)
print("comments that become code:", *code)
print("comments that stay comments:", *comments)
if (by_python, printed, firsts, error, by_notebook, same, code) != (
    "none", "42", ["ls of the answers comes below", "mkdir plots later"], "SyntaxError", "later plots", True,
    "cat cd copy cp echo ls mkdir mv rm rmdir".split(),
):
    sys.exit("CHANGED: the comments did not become code as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py 2> errors.txt &
runner=$!
wait "$runner" || { cat errors.txt >&2; exit 1; }
