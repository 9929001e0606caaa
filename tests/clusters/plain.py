"""A system of one's own that is no Raft at all: each server keeps what it is told, and S1 says that it leads."""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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


class Broken(PlainCluster):
    """Servers that end at once, and say why."""

    system = "broken"

    def command(self, id):
        return ["sh", "-c", "echo this is the first line; echo no space left on device >&2; exit 1"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        leads = self.server.id == "S1"
        self.answer({"role": "leader" if leads else "follower", "term": 1, "leader": "S1"})

    def do_POST(self):
        self.server.kept |= json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.file.write_text(json.dumps(self.server.kept))
        self.answer(self.server.kept)

    def answer(self, said):
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(id, port):
    server = ThreadingHTTPServer((LOCALHOST, int(port)), Handler)
    server.id, server.file = id, Path(f"{id}.json")
    server.kept = json.loads(server.file.read_text()) if server.file.exists() else {}
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
