"""JupyterLab as a reader wants it: quiet, prompt, and with nothing open to other users of the machine."""
import os
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import quote

import zmq
from jupyter_core.paths import jupyter_data_dir, jupyter_runtime_dir
from jupyter_core.utils import ensure_dir_exists
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyterlab.labapp import LabApp
from nbformat import NO_CONVERT, read
from nbformat.sign import NotebookNotary

# What settings are until the reader changes them: a first start asks nothing, over the text, and nothing calls home.
SETTINGS = Path(__file__).parent / "lab_settings"
LONGEST_SOCKET = f"kernel-{'0' * 36}-ipc-5"  # a kernel's name is a UUID, and its sockets are counted to 5


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A page's connection to a kernel whose short messages leave at once: else TCP may hold one back for 40 ms."""

    def connect(self):
        """Open the connection."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def options(runtime: Path) -> list[str]:
    """What JupyterLab is told on its command line; `runtime` is its folder for what is known of running kernels."""
    return [
        "--ip=127.0.0.1",
        *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
        "--Application.log_level=WARN",
        f"--ServerApp.kernel_websocket_connection_class={__name__}.{PromptConnection.__name__}",
        *safe_from_other_users(runtime),
        f"--LabApp.app_settings_dir={SETTINGS}",
        # No pings: they keep proxies awake, and here is none. With Jupyter's own timeout each connection warns that it
        # is longer than the interval, and with one as short as the interval it is cut at its first ping.
        "--ServerApp.tornado_settings={'ws_ping_interval': 0}",
    ]


def safe_from_other_users(folder: Path) -> list[str]:
    """Kernels are reached by sockets in `folder`, which is the user's alone; else by TCP, encrypted."""
    fits = len(os.fsencode(folder / LONGEST_SOCKET)) <= zmq.IPC_PATH_MAX_LEN
    if os.name == "posix" and zmq.has("ipc") and fits:
        return ["--KernelManager.transport=ipc"]
    return ["--KernelManager.transport_encryption=auto"]


def unwritable() -> str:
    """The first of Jupyter's own folders in which nothing can be kept; "" if there is none."""
    for folder in jupyter_data_dir(), jupyter_runtime_dir():
        try:
            ensure_dir_exists(folder, mode=0o700)
            with TemporaryFile(dir=folder):
                pass
        except OSError:
            return folder
    return ""


def sign(notebook: Path) -> None:
    """Vouch for a notebook that was made here: JupyterLab then shows its pictures as they are, and warns of nothing."""
    NotebookNotary().sign(read(notebook, NO_CONVERT))


def open_lab(root: Path, notebook: Path, more: list[str]) -> None:
    """Open a notebook in JupyterLab, which shows `root`; `more` are options of JupyterLab. Returns when it is ended."""
    ours = options(Path(jupyter_runtime_dir()))
    page = f"/lab/tree/{quote(notebook.relative_to(root).as_posix())}"
    LabApp.launch_instance([*ours, f"--ServerApp.root_dir={root}", f"--LabApp.default_url={page}", *more])
