"""What holds for every system, shown with one of our own."""
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from raftlib.clusters.errors import ClusterError
from raftlib.clusters.ports import LOCALHOST, RANGE, free_ports, is_free
from raftlib.clusters.real_cluster import last_words
from tests.clusters.plain import Broken, PlainCluster

ROOT = Path(__file__).parents[2]
LIMIT = 60  # s: what has not happened by then does not happen


@pytest.fixture
def cluster():
    with PlainCluster() as made:
        yield made


@pytest.fixture(scope="module")
def unharmed():
    """One for all tests that do nothing to it."""
    with PlainCluster() as made:
        yield made


def wait_until(condition):
    end = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_alive(pid):
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        # What was killed and waits to be buried by its parent runs no more.
        return not Path(f"/proc/{pid}/stat").exists() or Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    return False


def test_all_run_and_one_leads(cluster):
    assert cluster.running == ["S1", "S2", "S3"]
    assert (cluster.leader, cluster.leaders, cluster.down) == ("S1", ["S1"], [])
    assert cluster.status("S2")[:5] == ("S2", "running", "follower", 1, "S1")


def test_what_is_written_can_be_read(cluster):
    answer = cluster.put("x", "1")
    assert (answer.server, bool(answer)) == ("S1", True)
    assert cluster.get("x").value == "1"
    assert cluster.get("x", of="S2").value is None
    assert [write.server for write in cluster.writes][-1] == "S1"


def test_who_is_killed_is_down_and_comes_back_with_its_disk(cluster):
    cluster.put("x", "1")
    cluster.crash("S1")
    assert (cluster.down, cluster.leader, cluster.status("S1").role) == (["S1"], None, None)
    answer = cluster.put("x", "2", to="S1")
    assert (answer.acknowledged, answer.said) == (False, "S1 is down")
    cluster.restart("S1")
    assert cluster.get("x").value == "1"
    assert [(deed.kind, deed.server) for deed in cluster.deeds] == [("crash", "S1"), ("restart", "S1")]


def test_who_is_stopped_says_nothing_until_it_goes_on(cluster):
    cluster.stop("S1")
    assert cluster.status("S1")[1:3] == ("stopped", None)
    assert not cluster.put("x", "1", to="S1", timeout=50)
    cluster.go_on("S1")
    assert cluster.put("x", "2", to="S1")
    with pytest.raises(ValueError, match=r"id is 'S1': it must be a stopped server, and S1 is running\."):
        cluster.go_on("S1")


def test_who_is_asked_to_end_is_down(cluster):
    cluster.terminate("S2")
    assert cluster.down == ["S2"]


def test_what_is_seen_of_it(cluster):
    cluster.crash("S1")
    cluster.restart("S1")
    cluster.status("S1")
    observed = cluster.observed()
    assert [stretch.role for stretch in observed.lives["S1"]] == ["down", "leader", "down", "leader"]
    assert observed.writes == cluster.writes


@pytest.mark.parametrize(("call", "sentence"), [
    (lambda cluster: cluster.crash("S9"), "id is 'S9': it must be"),
    (lambda cluster: cluster.restart("S1"), r"id is 'S1': it must be a down server, and S1 is running\."),
    (lambda cluster: cluster.put("x", 1), r"value is 1: it must be a text\."),
    (lambda cluster: cluster.put(None, "1"), r"key is None: it must be a text\."),
    (lambda cluster: cluster.put("x", "1", to="C1"), "to is 'C1': it must be"),
    (lambda cluster: cluster.get("x", of="C1"), "of is 'C1': it must be"),
    (lambda cluster: cluster.put("x", "1", timeout=-1), "timeout is -1: it must be"),
    (lambda cluster: cluster.log("S1", 0), "lines is 0: it must be"),
    (lambda cluster: cluster.status("S1", 0), "timeout is 0: it must be"),
    (lambda cluster: cluster.watch(-1), "for_ is -1: it must be"),
    (lambda cluster: cluster.watch(10, "often"), "every is 'often': it must be"),
    (lambda cluster: cluster.start(), r"this PlainCluster was started already: another one is needed\."),
])
def test_bad_input(unharmed, call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call(unharmed)
    assert unharmed.running == ["S1", "S2", "S3"]
    assert unharmed.deeds == []


@pytest.mark.parametrize("servers", [0, 10, 2.5, "3"])
def test_bad_numbers_of_servers(servers):
    with pytest.raises(ValueError, match=r"servers is .*: it must be"):
        PlainCluster(servers)


def test_at_the_end_nothing_is_left_but_the_logs():
    with PlainCluster() as cluster:
        pids, folder = cluster.pids.values(), cluster.folder
        cluster.stop("S2")
        cluster.crash("S3")
        assert folder.exists()
    assert not any(map(is_alive, filter(None, pids)))
    assert not folder.exists()
    assert "POST /put" in cluster.log("S1")
    assert cluster.running == []
    cluster.end()  # twice does no harm


def test_an_error_within_ends_it_too():
    pids = []

    def fail(cluster):
        with cluster:
            pids.extend(cluster.pids.values())
            raise ZeroDivisionError
    with pytest.raises(ZeroDivisionError):
        fail(PlainCluster())
    assert len(pids) == 3
    assert not any(map(is_alive, pids))


@pytest.mark.parametrize("stopped", ["", "cluster.stop('S2')"])
def test_who_kills_the_parent_kills_the_servers(stopped):
    code = ("from tests.clusters.plain import PlainCluster; cluster = PlainCluster(); cluster.start(); "
            f"{stopped or 'pass'}; print(*cluster.pids.values(), cluster.folder, flush=True); input()")
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True)
    *pids, folder = parent.stdout.readline().split()
    assert all(is_alive(int(pid)) for pid in pids)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    wait_until(lambda: not any(is_alive(int(pid)) for pid in pids) and not Path(folder).exists())


def test_a_server_that_does_not_come_up_is_told_with_its_last_words():
    with pytest.raises(ClusterError, match=r"(?s)^broken: no server leads\. The last lines of the log:\n"
                                           r"S1: this is the first line\nS1: no space left on device"):
        Broken().start()


def test_who_has_no_room_on_its_disk_is_told_so(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=3_000_000))
    with pytest.raises(ClusterError, match=r"leads\. Only 3 MB are free for its files, in /.+\. The last"):
        Broken().start()


def test_the_last_words_are_those_that_tell_why_and_not_where():
    log = 'a\n{"level":"fatal","msg":"no space left"}\npanic: no space left\nmain.main()\n\t/main.go:40\n\t/main.go:41'
    assert last_words(log) == log.splitlines()[1:3]
    assert last_words("a\nb\nc\nd") == ["b", "c", "d"]
    assert last_words("") == []


def test_in_a_browser_there_are_no_servers(monkeypatch):
    monkeypatch.setattr("sys.platform", "emscripten")
    with pytest.raises(ClusterError, match=r"^In a browser no real server can be started: [^.]+\.$"):
        PlainCluster()


def test_nor_on_windows(monkeypatch):
    monkeypatch.setattr("raftlib.clusters.machine.os", SimpleNamespace(name="nt"))
    with pytest.raises(ClusterError, match=r"^Real clusters run on Linux and macOS: [^.]+\.$"):
        PlainCluster()


@pytest.mark.parametrize("verb", ["crash", "terminate", "stop", "go_on", "restart"])
def test_a_cluster_that_has_ended_or_was_not_started_has_no_servers(verb):
    cluster = PlainCluster()
    sentence = r"^this PlainCluster has no servers: it was not started, or has ended\.$"
    with pytest.raises(ValueError, match=sentence):
        getattr(cluster, verb)("S1")
    with cluster:
        pass
    with pytest.raises(ValueError, match=sentence):
        getattr(cluster, verb)("S1")
    assert cluster.deeds == []
    with pytest.raises(ValueError, match=r"^this PlainCluster has ended already: another one is needed\.$"):
        cluster.start()


def test_who_has_ended_by_itself_meanwhile_can_be_killed_all_the_same(cluster):
    """What sees that first is not what is told to kill it."""
    process = cluster._processes["S2"]
    os.kill(process.pid, signal.SIGKILL)
    wait_until(lambda: cluster.down == ["S2"])
    process.kill()
    process.terminate()
    process.stop()
    process.go_on()
    assert cluster.down == ["S2"]
    cluster.restart("S2")
    assert cluster.running == cluster.ids


def test_a_port_that_is_taken_meanwhile(cluster):
    cluster.crash("S2")
    with socket.create_server((LOCALHOST, cluster.ports["S2"]), reuse_port=False), \
            pytest.raises(ClusterError, match=r"(?s)^plain: S2 can't be restarted\..*Address already in use"):
        cluster.restart("S2")


def test_nobody_is_left_to_ask(cluster):
    for id in cluster.ids:
        cluster.crash(id)
    with pytest.raises(ClusterError, match=r"No server of this PlainCluster is running\."):
        cluster.get("x")
    with pytest.raises(ClusterError, match="plain: no server is running"):
        cluster.wait_for_write()


def test_free_ports_are_free_different_and_not_among_those_of_outgoing_connections():
    ports = free_ports(9)
    assert len(set(ports)) == 9
    assert all(port in RANGE and is_free(port) for port in ports)
    with socket.create_server((LOCALHOST, ports[0])):
        assert not is_free(ports[0])
