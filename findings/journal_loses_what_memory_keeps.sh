#!/usr/bin/env bash
# PySyncObj: with a journal on disk a restarted server stays empty where without one it gets all back.
#
# Version: pysyncobj 0.3.17.
#
# What one would guess: `journalFile` stores each entry as it comes, so what was acknowledged survives a restart,
# also of all servers. `fullDumpFile`, the snapshot, only makes the start faster: without it the log is not cut, or
# a server that lacks its beginning is sent the leader's snapshot.
#
# What happens: the log is compacted all the same (by default after 5000 entries or 300 seconds; here by
# forceLogCompaction). Without `fullDumpFile` the snapshot is in memory only, but the journal on disk is cut to its
# last two entries. One follower, stopped in good order and started again, reads them; its log is then as long as
# the leader's, so the leader sends it no snapshot. It says the same term and commit index as the others, has applied
# nothing, and holds none of the keys. After a restart of all three, all keys are gone. Without any file the same
# follower soon has everything again, for the leader sends its snapshot from memory.
#
# Seen (keys held ten seconds after a restart, of 20 that all three servers had acknowledged and applied):
#   no files, compacted:         one follower restarted: 20; all three restarted: [0, 0, 0]
#   journal, not compacted:      one follower restarted: 20; all three restarted: [20, 20, 20]
#   journal, compacted:          one follower restarted: 0; all three restarted: [0, 0, 0]
#     the follower among the others: terms [1, 1, 1]; commit indexes [22, 22, 22]; applied [1, 22, 22]
#   journal and dump, compacted: one follower restarted: 20; all three restarted: [20, 20, 20]
#
# Exits 0 if this is what happens, 1 if not. Takes about a minute.
set -euo pipefail

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 30 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q pysyncobj==0.3.17

cat > check.py <<'PY'
import logging
import socket
import sys
import tempfile
import time

from pysyncobj import SyncObj, SyncObjConf
from pysyncobj.batteries import ReplDict

logging.disable(logging.CRITICAL)
KEYS = 20


class Cluster:  # three servers in this process, with links on 127.0.0.1; each works when its doTick is called
    def __init__(self, files):
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
        self.names = [f"127.0.0.1:{s.getsockname()[1]}" for s in sockets]
        for s in sockets:
            s.close()
        folder = tempfile.mkdtemp(dir=".")
        self.files = {name: {kind: f"{folder}/{name}.{kind}" for kind in files} for name in self.names}
        self.rafts, self.dicts = {}, {}
        for name in self.names:
            self.start(name)

    def start(self, name):
        if name in self.rafts:
            self.rafts[name].destroy()
        self.dicts[name] = ReplDict()
        self.rafts[name] = SyncObj(name, [n for n in self.names if n != name],
                                   SyncObjConf(autoTick=False, **self.files[name]), consumers=[self.dicts[name]])

    def run(self, until=lambda: False, seconds=10):
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            for raft in self.rafts.values():
                raft.doTick(0.01)

    def keys(self):
        return [len(self.dicts[name].rawData()) for name in self.names]

    def told(self, word):
        return [self.rafts[name].getStatus()[word] for name in self.names]

    def fill(self, compacted):
        self.run(lambda: all(raft.isReady() for raft in self.rafts.values()))
        leader = next(name for name in self.names if self.rafts[name]._isLeader())
        answers = []
        for key in range(KEYS):
            self.dicts[leader].set(key, key, callback=lambda _, error: answers.append(error))
        self.run(lambda: len(answers) == KEYS and self.keys() == [KEYS] * 3)
        if compacted:
            for raft in self.rafts.values():
                raft.forceLogCompaction()
        self.run(seconds=2)  # the journal's commit index is stored once a second
        cut = [length == 2 for length in self.told("log_len")]
        if (answers, self.keys(), cut) != ([0] * KEYS, [KEYS] * 3, [compacted] * 3):
            sys.exit("CHANGED: the cluster did not come as far as the restart")
        self.names.sort(key=lambda name: name == leader)  # so the first is a follower


seen = []
for case, files, compacted in [("no files, compacted", [], True), ("journal, not compacted", ["journalFile"], False),
                               ("journal, compacted", ["journalFile"], True),
                               ("journal and dump, compacted", ["journalFile", "fullDumpFile"], True)]:
    cluster = Cluster(files)
    cluster.fill(compacted)
    cluster.start(cluster.names[0])
    cluster.run(lambda: cluster.keys()[0] == KEYS)
    one, terms, commits, applied = cluster.keys()[0], *map(cluster.told, ("raft_term", "commit_idx", "last_applied"))
    for name in cluster.names:
        cluster.start(name)
    cluster.run(lambda: cluster.keys() == [KEYS] * 3)
    print(f"{case + ':':<28} one follower restarted: {one}; all three restarted: {cluster.keys()}", flush=True)
    if one == 0:
        print(f"  the follower among the others: terms {terms}; commit indexes {commits}; applied {applied}")
        alike = len(set(terms)) == len(set(commits)) == 1 and applied == [1, *commits[1:]]
    seen.append((one, cluster.keys()))
if seen != [(20, [0] * 3), (20, [20] * 3), (0, [0] * 3), (20, [20] * 3)] or not alike:
    sys.exit("CHANGED: the journal does not lose the keys as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
wait $!
