"""python -m raftlib: what it hands to JupyterLab, and what it says where something is amiss."""
import errno
import json
import re
import subprocess
import sys
from ast import literal_eval
from pathlib import Path
from types import SimpleNamespace

import pytest
import zmq
from jupyter_server.base.websocket import WebSocketMixin
from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
from nbformat import NO_CONVERT, read
from nbformat.sign import NotebookNotary

from raftlib import __main__ as program
from raftlib import lab

ROOT = Path(__file__).parents[1]


@pytest.fixture
def opened(monkeypatch, tmp_path):
    """What JupyterLab is asked to open, in a folder of the test's own, and with none of the user's own settings."""
    asked = []
    monkeypatch.setattr(program, "OWN", tmp_path / "my-notebooks")
    monkeypatch.setattr(lab, "open_lab", lambda *arguments: asked.append(arguments))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    return asked


def test_it_opens_the_first_notebook_and_hands_on_jupyterlabs_own_options(opened, tmp_path):
    assert program.main(["--no-browser", "--port", "9000"]) is None
    first = tmp_path / "my-notebooks" / "00-start-here.ipynb"
    assert opened == [(ROOT, first, ["--no-browser", "--port", "9000"])]
    own, committed = ({path.name for path in folder.glob("*.ipynb")} for folder in (first.parent, ROOT / "notebooks"))
    assert own == committed


def test_it_opens_the_notebook_that_begins_afresh_and_says_so(opened, tmp_path, capsys):
    own = tmp_path / "my-notebooks" / "03-elect-a-leader.ipynb"
    program.main([])
    saved = json.loads(own.read_text(encoding="utf-8"))
    saved["cells"][0]["source"] = "mine"
    own.write_text(json.dumps(saved), encoding="utf-8")
    assert program.main(["--afresh", "03"]) is None
    assert opened[-1][1] == own
    assert "what you wrote is in 03-elect-a-leader-old.ipynb, beside it." in capsys.readouterr().out


def test_the_copies_are_trusted_until_somebody_else_changes_them(opened, tmp_path):
    program.main([])
    first = tmp_path / "my-notebooks" / "00-start-here.ipynb"
    assert NotebookNotary().check_signature(read(first, NO_CONVERT))
    first.write_text(first.read_text(encoding="utf-8").replace("Raft", "Draft"), encoding="utf-8")
    assert not NotebookNotary().check_signature(read(first, NO_CONVERT))


def test_a_notebook_that_does_not_exist_is_said_in_one_sentence(opened):
    said = program.main(["--afresh", "77"])
    assert said.startswith("There is no notebook '77': name one of 00, 01, ")
    assert opened == []


def test_a_folder_that_cannot_be_written_is_said_in_one_sentence(opened, tmp_path, monkeypatch):
    (tmp_path / "my-notebooks").write_text("a file", encoding="utf-8")
    said = program.main([])
    assert said == f"Your copies of the notebooks can't be kept in {tmp_path / 'my-notebooks'}: Not a directory."
    assert opened == []


@pytest.mark.parametrize("name", ["JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"])
def test_a_folder_of_jupyters_that_cannot_be_written_is_said_in_one_sentence(opened, tmp_path, monkeypatch, name):
    (tmp_path / "file").write_text("a file", encoding="utf-8")
    monkeypatch.setenv(name, str(tmp_path / "file" / "own"))
    said = program.main([])
    folder = tmp_path / "file" / "own"
    assert said == f"Jupyter can't keep anything in {folder}: make it a folder that you may write in."
    assert opened == []


def test_a_place_without_notebooks_is_said_in_one_sentence(opened, tmp_path, monkeypatch):
    monkeypatch.setattr(program, "NOTEBOOKS", tmp_path / "nowhere")
    assert program.main([]).startswith("There are no notebooks in ")
    assert opened == []


def test_a_python_without_jupyterlab_is_said_in_one_sentence():
    run = subprocess.run([sys.executable, "-S", "-m", "raftlib"], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stdout) == (1, "")
    said = r"This Python has no \w+: pip install -r requirements\.txt installs what is missing\.\n"
    assert re.fullmatch(said, run.stderr)


@pytest.mark.parametrize("left", [0, -1])
def test_kernels_are_reached_by_sockets_where_the_systems_names_for_them_are_long_enough(left):
    """A socket of the longest name that fits can be bound; where it is one longer, kernels are reached otherwise."""
    longest = zmq.IPC_PATH_MAX_LEN - left - len(lab.LONGEST_SOCKET) - 1
    folder = Path("/" + "f" * (longest - 1))
    assert len(str(folder / lab.LONGEST_SOCKET)) == zmq.IPC_PATH_MAX_LEN - left
    with zmq.Context() as context, context.socket(zmq.REP) as socket, pytest.raises(zmq.ZMQError) as refused:
        socket.bind(f"ipc://{folder / lab.LONGEST_SOCKET}")
    name_too_long = refused.value.errno == errno.ENAMETOOLONG
    assert name_too_long == (left < 0)
    assert ("ipc" in lab.safe_from_other_users(folder)[0]) == (not name_too_long)


def test_a_connection_is_told_to_send_short_messages_at_once_before_it_opens(monkeypatch):
    """Tornado's set_nodelay(True) is TCP_NODELAY; it is Jupyter's own connection otherwise."""
    done = []
    handler = object.__new__(KernelWebsocketHandler)
    handler.set_nodelay = lambda value: done.append(("nodelay", value))
    monkeypatch.setattr(lab.ZMQChannelsWebsocketConnection, "connect", lambda self: done.append("connect") or "future")
    assert lab.PromptConnection(websocket_handler=handler).connect() == "future"
    assert done == [("nodelay", True), "connect"]


def test_no_connection_to_a_kernel_is_cut_by_a_ping_that_comes_too_late(tmp_path):
    given = next(option for option in lab.options(tmp_path) if option.startswith("--ServerApp.tornado_settings="))
    handler = SimpleNamespace(settings=literal_eval(given.partition("=")[2]))
    assert WebSocketMixin.ping_interval.fget(handler) == 0
