"""A system of one's own that is no Raft at all: each server keeps what it is told, and S1 says that it leads."""
import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock

from raftlib.clusters.http_json import ask
from raftlib.clusters.ports import LOCALHOST, free_ports
from raftlib.clusters.real_cluster import RealCluster


class PlainCluster(RealCluster):
    """Its servers; a key is written to and read from one of them alone."""

    system = "plain"

    def __init__(self, servers=3):
        super().__init__(servers)
        self.ports = dict(zip(self.ids, free_ports(len(self.ids)), strict=True))

    def command(self, id):
        return [sys.executable, __file__, id, str(self.ports[id])]

    def tell(self, id, timeout):
        return ask(self.ports[id], "/status", None, timeout)

    def write(self, id, key, value, timeout):
        ask(self.ports[id], "/put", {key: value}, timeout)

    def read(self, id, key, stale, timeout):
        return ask(self.ports[id], "/get", {}, timeout).get(key)


class Paced(PlainCluster):
    """The same with the settings of etcd, which here say only how long it is waited for it; and a slower disk."""

    def __init__(self, servers=3, heartbeat=100, election_timeout=1000, delay=0):
        super().__init__(servers)
        self.longest_timeout = 2.0 * election_timeout

    def write(self, id, key, value, timeout):
        time.sleep(0.01)
        super().write(id, key, value, timeout)


class Broken(PlainCluster):
    """Servers that end at once, and say why."""

    system = "broken"

    def command(self, id):
        return ["sh", "-c", "echo this is the first line; echo no space left on device >&2; exit 1"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        leads = self.server.id == "S1"
        self.answer({"role": "leader" if leads else "follower", "term": 1, "leader": "S1",
                     "applied_index": len(self.server.kept)})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            kept, new = self.server.kept | asked, self.server.file.with_suffix(".new")
            new.write_text(json.dumps(kept))
            new.replace(self.server.file)  # whole, whenever it is killed, and before anybody can read it
            self.server.kept = kept
        self.answer(kept)

    def answer(self, said):
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(id, port):
    server = ThreadingHTTPServer((LOCALHOST, int(port)), Handler)
    server.lock = Lock()
    server.id, server.file = id, Path(f"{id}.json")
    server.kept = json.loads(server.file.read_text()) if server.file.exists() else {}
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
