"""One server of a PlainCluster, a process of its own: it keeps what it is told on its disk, and answers by HTTP."""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock


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
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    server.lock = Lock()
    server.id, server.file = id, Path(f"{id}.json")
    server.kept = json.loads(server.file.read_text()) if server.file.exists() else {}
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
