"""Short runs of a cluster: those on record, those that are played here, and those that are ended before their time."""
import re
import threading
from itertools import pairwise
from threading import Thread

import pytest

from raftlib.analysis.observed import Observed
from raftlib.analysis.stretches import DOWN
from raftlib.clusters import lives
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.lives import RUNS, TIMEOUTS, WORDS, LiveRun, recorded_life, recorded_where, see_life
from raftlib.clusters.process import Process
from raftlib.clusters.records import on_record
from tests.clusters.plain import Broken, Paced
from tests.clusters.test_real_cluster import is_alive

EACH = pytest.mark.parametrize("run", RUNS)
DEEDS = {"kill -9": ["crash", "restart"], "SIGTERM": ["terminate", "end"], "follower stopped": ["stop", "go on"],
         "leader stopped": ["stop", "go on"], "leader alone": ["crash", "crash", "restart", "restart"]}


# ---- The record ----------------------------------------------------------------------------------------------

def test_each_run_has_its_words_and_is_on_record():
    assert set(RUNS) == set(WORDS) == set(TIMEOUTS) == set(on_record("lives")["runs"]) == set(DEEDS)
    assert re.fullmatch(r"Recorded on \d{4}-\d\d-\d\d on .+: three servers of etcd 3\.5\.1,", recorded_where())


@EACH
def test_a_recorded_life_has_no_gap_and_its_terms_never_fall(run):
    """§5.1: a server's term only rises."""
    seen = recorded_life(run)
    for life in seen.lives.values():
        assert (life[0].since, life[-1].until) == (0, seen.end)
        for earlier, later in pairwise(life):
            assert earlier.since < earlier.until == later.since
            assert earlier.term <= later.term
            assert earlier[:2] != later[:2]


@EACH
def test_a_recorded_term_has_one_leader(run):
    """Election Safety (§5.2)."""
    led = {(each.term, id) for id, life in recorded_life(run).lives.items() for each in life if each.role == "leader"}
    assert led
    assert len({term for term, _ in led}) == len(led)


@EACH
def test_what_was_done_is_what_the_run_says(run):
    seen = recorded_life(run)
    assert [deed.kind for deed in seen.deeds] == DEEDS[run]
    for deed in seen.deeds:
        if deed.kind in ("crash", "stop", "end"):
            begun, = (each for each in seen.lives[deed.server] if each.begun_by == deed.kind)
            assert begun.since == deed.time
    downs = {id for id, life in seen.lives.items() for each in life if each.role == DOWN}
    assert downs == {deed.server for deed in seen.deeds if deed.kind in ("crash", "end")}


@EACH
def test_writes_were_answered_before_and_after_and_only_while_somebody_led(run):
    """Nothing is acknowledged by anybody else (§5.3), give or take the millisecond of the log's clock."""
    seen = recorded_life(run)
    answered = [write for write in seen.writes if write.answered is not None]
    assert answered[0].called < seen.deeds[0].time
    assert answered[-1].called > seen.deeds[-1].time
    led = [(each.since, each.until) for life in seen.lives.values() for each in life if each.role == "leader"]
    assert [write for write in answered
            if not any(since <= write.answered + 2 and write.called <= until + 2 for since, until in led)] == []


def test_what_is_no_run():
    with pytest.raises(ValueError, match=r"^run is 'kill': it must be one of kill -9, SIGTERM, "):
        recorded_life("kill")


# ---- Played here ---------------------------------------------------------------------------------------------

@pytest.fixture
def started(monkeypatch):
    """The numbers of all servers that are started, which are no etcd, and soon lose their patience."""
    pids, start = [], Process.start

    def noted(self, *args):
        start(self, *args)
        pids.append(self.pid)
    monkeypatch.setattr(Process, "start", noted)
    monkeypatch.setattr(lives, "EtcdCluster", Paced)
    yield pids
    assert not any(map(is_alive, filter(None, pids)))


@EACH
def test_a_run_is_played_and_seen(started, run):
    seen = see_life(run, 5, 50)
    assert isinstance(seen, Observed)
    assert [deed.kind for deed in seen.deeds] == DEEDS[run]
    assert sum(write.answered is not None for write in seen.writes) > 1
    assert Observed.from_dict(seen.to_dict()) == seen
    assert len(started) == 3 + DEEDS[run].count("restart")


def test_a_run_can_be_seen_while_it_goes_on(started):
    live = LiveRun("leader stopped", 5, 50)
    assert live.seen() is None
    assert live.words == ("Measured just now on this machine: the leader stands still, heartbeat 5 ms, "
                          "election timeout 50 ms.")
    playing = Thread(target=live.play)
    playing.start()
    ends = []
    while playing.is_alive():
        seen = live.seen()
        if seen and seen.end > 0:
            ends.append(seen.end)
            assert list(seen.lives) == ["S1", "S2", "S3"]
    playing.join()
    assert len(ends) > 10
    assert ends == sorted(ends)
    assert live.complaint == ""


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize(("run", "moment"), [
    *(("kill -9", number) for number in (0, 1, 2, 3)),  # servers that were started by then
    ("kill -9", "crash"), ("kill -9", "restart"), ("SIGTERM", "terminate"), ("leader stopped", "stop"),
    ("leader stopped", "go on"), ("leader alone", "crash"), ("leader alone", "restart"),
])
def test_a_run_that_is_ended_in_its_midst_leaves_nothing(started, run, moment):
    """Whenever that is: while servers are started, are written to, killed or started again."""
    live, threads = LiveRun(run, 5, 50), threading.active_count()
    played = []
    playing = Thread(target=lambda: played.append(live.play()))
    playing.start()
    while moment not in [*range(len(started) + 1), *(deed.kind for deed in live._cluster.deeds)]:
        pass
    live.end()
    assert not any(map(is_alive, filter(None, started)))
    playing.join()
    seen, = played  # all of it, if it was over before
    assert seen is None or [deed.kind for deed in seen.deeds] == DEEDS[run]
    assert seen or live.complaint == "Ended before its time. All servers have ended."
    assert threading.active_count() == threads


def test_a_run_that_is_ended_before_it_begins_does_not_begin(started):
    live = LiveRun("kill -9", 5, 50)
    live.end()
    assert live.play() is None
    assert live.complaint == "Ended before its time. All servers have ended."
    assert started == []


def test_ending_it_twice_does_no_harm(started):
    live = LiveRun("kill -9", 5, 50)
    playing = Thread(target=live.play)
    playing.start()
    ending = [Thread(target=live.end) for _ in range(4)]
    for each in ending:
        each.start()
    for each in [*ending, playing]:
        each.join()
    assert live.complaint


class Full(Broken):
    """Whatever the settings, there is no room for it."""

    def __init__(self, servers=3, heartbeat=100, election_timeout=1000):
        super().__init__(servers)


def test_servers_that_fail_are_a_complaint_with_their_last_words(monkeypatch):
    monkeypatch.setattr(lives, "EtcdCluster", Full)
    live = LiveRun("kill -9")
    assert live.play() is None
    assert "no space left on device" in live.complaint
    with pytest.raises(ClusterError, match="no space left on device"):
        see_life("kill -9")


def test_a_machine_that_refuses_is_a_complaint(started, monkeypatch):
    """No folder can be made, say."""
    def refuse(prefix):
        raise OSError(28, "No space left on device")
    monkeypatch.setattr("raftlib.clusters.real_cluster.tempfile.mkdtemp", refuse)
    live = LiveRun("kill -9", 5, 50)
    assert live.play() is None
    assert live.complaint == "plain: it can't be started here: [Errno 28] No space left on device."


@pytest.mark.parametrize(("run", "settings", "sentence"), [
    ("kill", (), "run is 'kill': it must be one of kill -9, "),
    (None, (), "run is None: it must be one of kill -9, "),
    ("kill -9", (100, 200), "election_timeout is 200: it must be 500 or more, five heartbeats of 100 ms."),
    ("kill -9", (0, 200), "heartbeat is 0: it must be a whole number from 1 to 10000."),
])
def test_bad_input(run, settings, sentence):
    for call in (LiveRun, see_life):
        with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
            call(run, *settings)
