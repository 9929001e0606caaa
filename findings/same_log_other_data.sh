#!/usr/bin/env bash
# PySyncObj in memory: after a restart of two servers, three with the same term, log and commit index hold other data.
#
# Version: pysyncobj 0.3.17.
#
# What one would guess: without files, which is what one gets when one asks for none, a majority that restarts has
# forgotten what was acknowledged. That is the price. From then on the servers agree again, for the leader's log
# replaces the others' where they differ; and if a server must drop what it had applied, the library logs a critical
# error about it.
#
# What happens: two servers that lost everything elect a leader in term 1, which had a leader before. When the third
# goes on, which stood still meanwhile, its log of the first term 1 is taken for the beginning of the leader's: same
# index, same term, so same entry. It keeps its old half and takes the second half of the new log. All three then
# report the same term, length of log, commit index and last applied index, also after further writes, and nothing is
# logged. One of them holds keys that the others do not have, and lacks keys that they have. (When the second election
# needs term 2, the third's log is replaced, but not what it had applied: the same data, with the critical error.)
# With `journalFile` the restarted servers have lost nothing, and the same steps end with the same data everywhere.
#
# Seen (10 keys old, restart of two servers, 15 keys new, third server goes on, 1 key last; the third is named first):
#   in memory: elected in terms 1 and 1; critical errors logged 0
#     terms [4, 4, 4]; log [19, 19, 19]; commit indexes [19, 19, 19]; applied [19, 19, 19]
#     old keys [10, 0, 0]; new keys [5, 15, 15]; last keys [1, 1, 1]
#   with a journal: elected in terms 1 and 2; critical errors logged 0
#     terms [4, 4, 4]; log [30, 30, 30]; commit indexes [30, 30, 30]; applied [30, 30, 30]
#     old keys [10, 10, 10]; new keys [15, 15, 15]; last keys [1, 1, 1]
# Exits 0 if this is what happens, 1 if not. Chance decides whether both elections are won in term 1 (mostly they
# are); if not, the cluster in memory is made anew, up to four in all. Takes about half a minute.
set -euo pipefail

work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

python3 -m venv --without-pip venv
timeout 30 python3 -m pip --python venv/bin/python --disable-pip-version-check install -q pysyncobj==0.3.17
cat > check.py <<'PY'
import logging
import pathlib
import socket
import sys
import tempfile
import time

from pysyncobj import SyncObj, SyncObjConf
from pysyncobj.batteries import ReplDict

logging.basicConfig(filename="log.txt")
TOLD = {"terms": "raft_term", "log": "log_len", "commit indexes": "commit_idx", "applied": "last_applied"}


class Cluster:  # three servers in this process, with links on 127.0.0.1; each works when its doTick is called
    def __init__(self, journal):
        sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
        self.names = [f"127.0.0.1:{s.getsockname()[1]}" for s in sockets]
        for s in sockets:
            s.close()
        folder = tempfile.mkdtemp(dir=".")
        self.files = {name: {"journalFile": f"{folder}/{name}"} if journal else {} for name in self.names}
        self.rafts, self.dicts = {}, {}
        for name in self.names:
            self.start(name)

    def start(self, name):
        if name in self.rafts:
            self.rafts[name].destroy()
        self.dicts[name] = ReplDict()
        self.rafts[name] = SyncObj(name, [n for n in self.names if n != name],
                                   SyncObjConf(autoTick=False, **self.files[name]), consumers=[self.dicts[name]])

    def run(self, names, until=lambda: False, seconds=15.0):
        end = time.monotonic() + seconds
        while not until() and time.monotonic() < end:
            for name in names:
                self.rafts[name].doTick(0.01)

    def elect_and_write(self, names, word, count):
        self.run(names, lambda: all(self.rafts[name].isReady() for name in names))
        leader, answers = next(name for name in names[::-1] if self.rafts[name]._isLeader()), []
        for i in range(count):
            self.dicts[leader].set(f"{word} {i}", i, callback=lambda _, error: answers.append(error))
        self.run(names, lambda: len(answers) == count)
        self.run(names, seconds=1)  # the followers learn of the commitment
        return self.rafts[leader].getStatus()["raft_term"], leader


def steps(journal):
    cluster = Cluster(journal)
    pathlib.Path("log.txt").write_text("")
    first, leader = cluster.elect_and_write(cluster.names, "old", 10)
    cluster.names.sort(key=lambda name: name == leader)
    two = cluster.names[1:]  # from here on the first server, a follower, stands still
    for name in two:
        cluster.start(name)
    second, _ = cluster.elect_and_write(two, "new", 15)
    cluster.run(cluster.names, seconds=8)  # the first server goes on
    cluster.elect_and_write(cluster.names, "last", 1)
    told = {word: [cluster.rafts[name].getStatus()[key] for name in cluster.names] for word, key in TOLD.items()}
    keys = {f"{word} keys": [sum(key.startswith(word) for key in cluster.dicts[name].rawData())
                             for name in cluster.names] for word in ("old", "new", "last")}
    critical = pathlib.Path("log.txt").read_text().count("CRITICAL")
    case = "with a journal" if journal else "in memory"
    print(f"{case}: elected in terms {first} and {second}; critical errors logged {critical}")
    for each in (told, keys):
        print("  " + "; ".join(f"{word} {values}" for word, values in each.items()), flush=True)
    return [first, second, critical], told, keys


for _ in range(4):
    terms, told, keys = steps(journal=False)
    if terms[:2] == [1, 1]:
        break
_, safe_told, safe_keys = steps(journal=True)
alike = all(len(set(values)) == 1 for values in [*told.values(), *safe_told.values(), *safe_keys.values()])
if terms != [1, 1, 0] or not alike or list(keys.values()) != [[10, 0, 0], [5, 15, 15], [1, 1, 1]]:
    sys.exit("CHANGED: the servers' data do not differ as described")
print("as described")
PY
timeout -k 5 $((115 - SECONDS)) venv/bin/python check.py &
wait $!
