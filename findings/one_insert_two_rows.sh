#!/usr/bin/env bash
# OVSDB, clustered: a request that a client sends once, and that is answered once, can be stored twice.
#
# Version: ovsdb-server 3.1.0 (Debian 12, x86_64: openvswitch-common and openvswitch-switch 3.1.0-2+deb12u1).
#
# What one would guess: a request can be stored twice if the client repeats it after its connection broke; the manual
# promises no more than at-least-once for that case. A client that sends an insert once, on a connection that holds, and
# gets one answer with the uuid of one row, has stored one row.
#
# What happens: a leader that does not hear of the others for an election timeout or two gives its leadership up, and
# the server itself later runs the waiting transaction again. But the first try is still in its log, and is committed
# as well. The answer names the second row only. Where an index forbids the second row, the client is told of a
# constraint violation, by its own row, and takes for refused what was stored.
#
# Seen (the two others are stopped, one insert is sent to the leader, the others go on):
#   others stopped for 0.3 s, without index: answered 1 uuid, rows stored 1
#   others stopped for 5.0 s, without index: answered 1 uuid, rows stored 2
#   others stopped for 5.0 s, with index: answered constraint violation, rows stored 1
#
# Exits 0 if this is what happens, 1 if not; if another leader drops the first try, which chance decides, a step is
# repeated, at most twice. Takes half a minute. Needs Debian 12 and its lists of packages (apt-get update), no root.
set -euo pipefail

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT # the Python below ends its servers when told to
trap 'exit 1' INT TERM
cd "$work"

timeout 60 apt-get download -qq openvswitch-common=3.1.0-2+deb12u1 openvswitch-switch=3.1.0-2+deb12u1 libxdp1 libbpf1 \
    libelf1 libunbound8 libnuma1 libevent-2.1-7 2> apt.txt || { cat apt.txt >&2; exit 1; }
for package in *.deb; do dpkg -x "$package" unpacked; done
export OVS_RUNDIR="$work" OVS_LOGDIR="$work" LD_LIBRARY_PATH="$work/unpacked/usr/lib/x86_64-linux-gnu"

cat > check.py <<'PY'
import json
import signal
import socket
import subprocess
import sys
import time

TOOL, SERVER = "unpacked/usr/bin/ovsdb-tool", "unpacked/usr/sbin/ovsdb-server"
FREE = {"columns": {"name": {"type": "string"}}, "isRoot": True}
SCHEMA = {"name": "Work", "version": "1.0.0", "tables": {"Free": FREE, "Unique": FREE | {"indexes": [["name"]]}}}
INDEX, servers = {"Free": "without", "Unique": "with"}, []


def ask(port, database, wait=0.0, **operation):  # sent once; after the wait all servers go on
    with socket.create_connection(("127.0.0.1", port), timeout=20) as link:
        link.sendall(json.dumps({"method": "transact", "params": [database, operation], "id": 1}).encode())
        time.sleep(wait)
        for server in servers:
            server.send_signal(signal.SIGCONT)
        text = ""
        while True:
            text += link.recv(65536).decode()
            try:
                message, end = json.JSONDecoder().raw_decode(text)
            except ValueError:
                continue
            if message.get("method") != "echo":  # by which the server looks whether the client is still there
                return message["result"]
            link.sendall(json.dumps({"id": "echo", "result": [], "error": None}).encode())
            text = text[end:]


def start_three():
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(6)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    open("schema", "w").write(json.dumps(SCHEMA))
    links = [f"tcp:127.0.0.1:{port}" for port in ports[3:]]
    subprocess.run([TOOL, "create-cluster", "db0", "schema", links[0]], check=True)
    for i in range(3):
        if i > 0:
            subprocess.run([TOOL, "join-cluster", f"db{i}", "Work", links[i], links[0]], check=True)
        servers.append(subprocess.Popen([SERVER, f"db{i}", f"--remote=ptcp:{ports[i]}:127.0.0.1", "-vconsole:off"]))
    return ports[:3]


def leader(ports):
    for _ in range(100):
        time.sleep(0.3)
        try:
            told = [ask(port, "_Server", op="select", table="Database", where=[["name", "==", "Work"]])[0]["rows"][0]
                    for port in ports]
        except (OSError, IndexError):  # not yet there, or not yet a member
            continue
        if all(row["connected"] for row in told) and sum(row["leader"] for row in told) == 1:
            return [row["leader"] for row in told].index(True)
    sys.exit("CHANGED: the servers did not come together")


def insert(ports, table, name, seconds):
    lead = leader(ports)
    for other in (1, 2):
        servers[(lead + other) % 3].send_signal(signal.SIGSTOP)
    answer = ask(ports[lead], "Work", seconds, op="insert", table=table, row={"name": name})
    told = answer[-1].get("error", f"{len(answer)} {' '.join(answer[0])}")
    stored = len(ask(ports[lead], "Work", op="select", table=table, where=[["name", "==", name]])[0]["rows"])
    print(f"others stopped for {seconds} s, {INDEX[table]} index: answered {told}, rows stored {stored}", flush=True)
    return told, stored


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
try:
    ports = start_three()
    for table, seconds, expected in [("Free", 0.3, ("1 uuid", 1)), ("Free", 5.0, ("1 uuid", 2)),
                                     ("Unique", 5.0, ("constraint violation", 1))]:
        if expected not in (insert(ports, table, f"{seconds} {i}", seconds) for i in range(3)):
            sys.exit("CHANGED: the insert is not answered and stored as described")
finally:
    for server in servers:
        server.kill()
        server.wait()
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) python3 check.py &
wait $!
