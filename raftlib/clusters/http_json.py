"""JSON asked of a server on this machine by HTTP."""
import json
from http.client import HTTPConnection, HTTPException

from raftlib.clusters.ports import LOCALHOST


def ask(port: int, path: str, body: dict | None = None, timeout: float = 1000) -> dict:
    """What the server answers: to a POST of the body, or to a GET where there is none; wait `timeout` (ms) at most.

    Raises OSError if nobody answers, or not in time, or with what is no JSON.
    """
    connection = HTTPConnection(LOCALHOST, port, timeout=timeout / 1000)
    try:
        connection.request("GET" if body is None else "POST", path, None if body is None else json.dumps(body))
        return json.loads(connection.getresponse().read())
    except (HTTPException, ValueError) as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
