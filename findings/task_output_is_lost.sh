#!/usr/bin/env bash
# nbclient: what an asyncio task prints after its cell has ended is not in the executed notebook; what a
# thread prints is.
#
# Versions: nbclient 0.11.0, ipykernel 7.4.0, ipython 9.18.1, jupyter_client 8.10.0.
#
# What one would guess: a task and a thread that go on in the background are treated alike, and a task that a
# later cell awaits has printed all its lines, in one cell or the other, when the notebook has been executed.
#
# What happens: the kernel sends every line. It marks those of the task as output of the cell that made the task
# (a task keeps the context of its maker), and those of the thread as output of the cell that runs at that moment.
# nbclient, and so nbconvert --execute, keeps only what is marked with the cell that it is just executing. The
# executed notebook has none of the task's lines, although the last cell awaits the task, and there is no warning.
#
# Seen:
#   lines of the task:   sent by the kernel 4, in the executed notebook 0
#   lines of the thread: sent by the kernel 4, in the executed notebook 4
#   the task ran to its end: True
#   cells that the kernel names for the task: [1]
#
# Exits 0 if this is what happens, 1 if not. Takes about 15 seconds and the time of the installation.
set -euo pipefail

work=$(mktemp -d)
runner=
clean_up() {
    if [ -n "$runner" ]; then
        kill "$runner" 2>/dev/null || true # the Python below ends its kernels when it is told to stop
        wait "$runner" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
pip() { timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check "$@" -q; }
pip install --no-compile nbclient==0.11.0 ipykernel==7.4.0 ipython==9.18.1 jupyter_client==8.10.0
export IPYTHONDIR="$work/ipython" JUPYTER_PREFER_ENV_PATH=1

cat > check.py <<'PY'
import logging
import queue
import signal
import sys
import warnings

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
CELLS = [
    """import asyncio, threading, time
ran = []
async def work():
    for i in range(4):
        await asyncio.sleep(.3)
        print('task line', i)
        ran.append(i)
task = asyncio.create_task(work())""",
    """def background():
    for i in range(4):
        time.sleep(.3)
        print('thread line', i, flush=True)
thread = threading.Thread(target=background)
thread.start()""",
    "await task\nwhile thread.is_alive():\n    await asyncio.sleep(.1)\nprint('ran to its end:', ran == [0, 1, 2, 3])",
]


def lines(text, word):
    return text.count(word + " line")


def executed_notebook():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    return "".join(o.get("text", "") for cell in notebook.cells for o in cell.outputs)


def sent_by_the_kernel():
    """All text that the kernel publishes for the same cells, and the cells that it names for the task's lines."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        text, named, cell_of = "", set(), {}
        for number, source in enumerate(CELLS, 1):
            cell = client.execute(source)
            cell_of[cell] = number
            while True:
                message = client.get_iopub_msg(timeout=60)
                parent = message["parent_header"].get("msg_id")
                if message["msg_type"] == "stream":
                    text += message["content"]["text"]
                    if "task line" in message["content"]["text"]:
                        named.add(cell_of[parent])
                elif message["msg_type"] == "status" and parent == cell:
                    if message["content"]["execution_state"] == "idle":
                        break
        try:  # what is still on its way
            while True:
                message = client.get_iopub_msg(timeout=1)
                text += message["content"].get("text", "")
        except queue.Empty:
            pass
        return text, sorted(named)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
stored = executed_notebook()
sent, named = sent_by_the_kernel()
seen = {}
for word in ("task", "thread"):
    seen[word] = (lines(sent, word), lines(stored, word))
    print(f"lines of the {word + ':':<8}sent by the kernel %d, in the executed notebook %d" % seen[word])
ran = "ran to its end: True" in stored
print("the task ran to its end:", ran)
print("cells that the kernel names for the task:", named)
if (seen, ran, named) != ({"task": (4, 0), "thread": (4, 4)}, True, [1]):
    sys.exit("CHANGED: the task's output is not lost as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py 2> errors.txt &
runner=$!
wait "$runner" || { cat errors.txt >&2; exit 1; }
