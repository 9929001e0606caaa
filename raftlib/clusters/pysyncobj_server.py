"""One server of a PySyncObjCluster: a replicated dict of PySyncObj, asked and answered in JSON by HTTP.

It is a process of its own and imports nothing of raftlib. ``{"ask": "put", "key": "a", "value": "1", "timeout": 5}`` is
answered by ``{"said": "SUCCESS", "value": null}``: PySyncObj's own word for how the command ended (its FAIL_REASON).
"""
import argparse
import json
import queue
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from socketserver import ThreadingTCPServer

from pysyncobj import FAIL_REASON, SyncObj, SyncObjConf, replicated

LOCALHOST = "127.0.0.1"
NEVER = 10**9  # entries, or seconds
BIND_RETRIES = 5  # each a second; PySyncObj tries for ever, and says nothing
WORDS = {number: word for word, number in vars(FAIL_REASON).items() if word.isupper()}
ROLES = "follower", "candidate", "leader"


class Store(SyncObj):
    """A dict that only commands of the log change; PySyncObj's own settings of Raft, but the log is kept as a whole.

    With its defaults PySyncObj compacts a log five minutes after its start. Then it does not tell where the log ends;
    and whoever has set a journalFile but no fullDumpFile has cut off the only copy of what was before: a server that is
    started again never applies an entry.
    """

    def __init__(self, address: str, others: list[str], journal: str | None):
        self.data = {}  # before the log is read; what is set so early is in no snapshot, but there are none
        self.written = None
        super().__init__(address, others, SyncObjConf(journalFile=journal, maxBindRetries=BIND_RETRIES,
                                                      logCompactionMinEntries=NEVER, logCompactionMinTime=NEVER))
        self.addOnTickCallback(self.write_down)
        self.waitBinded()

    @replicated
    def put(self, key, value):
        """Set a value, on each server when it has come so far in its log."""
        self.data[key] = value

    @replicated
    def get(self, key):
        """The value at this place of the log: what PySyncObj offers itself, a look into the own dict, may be stale."""
        return self.data.get(key)

    def write_down(self):
        """A line for the server's log, which PySyncObj leaves empty: a new role or term, seen within some 50 ms."""
        now = f"{ROLES[self.getStatus()['state']]} in term {self.raftCurrentTerm}"
        if now != self.written:
            self.written = now
            print(datetime.now().isoformat(timespec="milliseconds"), now, flush=True)


def answer(store: Store, request: dict) -> dict:
    """What is said to a request: status; peek, a look into the own dict; put and get, commands of the log."""
    match request:
        case {"ask": "status"}:
            return store.getStatus()
        case {"ask": "peek", "key": key}:
            return {"said": WORDS[FAIL_REASON.SUCCESS], "value": store.data.get(key)}
        case {"ask": "put", "key": key, "value": value, "timeout": timeout}:
            return command(timeout, store.put, key, value)
        case {"ask": "get", "key": key, "timeout": timeout}:
            return command(timeout, store.get, key)
    return {"said": "what can be asked is status, peek, put and get"}


def command(timeout: float, method, *args) -> dict:
    """Give a command to the log and wait, so many seconds, until this server has applied it or knows why it can't."""
    ended = queue.SimpleQueue()
    method(*args, callback=lambda value, reason: ended.put((value, reason)))
    try:
        value, reason = ended.get(timeout=timeout)
    except queue.Empty:
        return {"said": f"nothing within {timeout:g} s"}
    return {"said": WORDS[reason], "value": value}


class Door(BaseHTTPRequestHandler):
    """What clients talk to, each in a thread of its own."""

    def do_POST(self):
        """Answer one request."""
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = json.dumps(answer(self.server.store, request), default=str)  # a status has addresses that are objects
        with suppress(ConnectionError):  # the client has given up
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said.encode())

    def log_message(self, *_):
        """Not a word of each request in the server's log."""


class Service(ThreadingTCPServer):
    """A door at a port; not HTTPServer, which asks the network for the name of this machine first."""

    daemon_threads = allow_reuse_address = True

    def __init__(self, port: int, store: Store):
        super().__init__((LOCALHOST, port), Door)
        self.store = store


def main():
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("port", type=int, help="for clients")
    parser.add_argument("address", help="where the other servers find it, as in 127.0.0.1:4001")
    parser.add_argument("others", nargs="*", help="where they are")
    parser.add_argument("--journal", help="a file for log, term and vote")
    args = parser.parse_args()
    Service(args.port, Store(args.address, args.others, args.journal)).serve_forever()


if __name__ == "__main__":
    main()
