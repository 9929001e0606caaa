"""Runs that come to the logs of the quiz, from empty ones, by the paper's rules: for Q1, Q2, Q3 and Q7."""
import re
from collections.abc import Iterator

from raftlib.protocol.server import Server
from raftlib.scenarios.elections import elect
from raftlib.search.bounds import Bounds
from raftlib.search.moves import Command, Election, Exchange, Move
from raftlib.search.performance import performed
from raftlib.simulation.cluster import Cluster

MOVE = re.compile(r"([ECR])(\d)(?:\((\d*)\))?(\d*)")


def moves(text: str) -> Iterator[Move]:
    """The moves of a schedule: E1(23), S1 stands and S2 and S3 hear it; C1, a command; R12, S1 brings S2 up to date."""
    for kind, server, hearers, followers in MOVE.findall(text):
        if kind == "E":
            yield Election(f"S{server}", tuple(f"S{each}" for each in hearers))
        elif kind == "C":
            yield Command(f"S{server}")
        else:
            yield from (Exchange(f"S{server}", f"S{each}") for each in followers)


def run_of(servers: int, text: str) -> Cluster:
    """A run in which just these moves happen."""
    return performed(Server, Bounds(servers, terms=9, entries=9), moves(text)).cluster


def legal_logs() -> Cluster:
    """Five servers: S1 has come to the log a of Q1, and S3 to the log c."""
    return run_of(5, "E3(24) C3 C3 C3  E1() E1(345) C1 C1  E3(1) E1(45) C1 C1  E3(124) E3(124) C3 C3 C3 C3 "
                     "E1(3) E1(45) C1")


FIVE_LOGS = ("E1(2345) C1 C1 R12345  E2(1) E1(2345) C1 R1235  E2(1) E1(35) C1 C1 R13 C1  E2(1) E2(145) C2 "
             "E1(2345) R15 C1")


def five_logs() -> Cluster:
    """The five logs of Q2; S1 leads term 7."""
    return run_of(5, FIVE_LOGS)


def s2_wins() -> Cluster:
    """The same; then S1 is not heard of any more, S2 is elected, and brings S3 and S5 up to date."""
    return run_of(5, f"{FIVE_LOGS} E2(345) R235")


def leader_of_term_9() -> Cluster:
    """Six servers: S1 has just been elected in term 9, and S2, S3 and S4 have come to the logs a, c and d of Q3."""
    return run_of(6, "E1(23456) C1 C1 R123456  E2(1) E1(23456) C1 R123456  E2(13456) E1(23456) C1 R123456 C1 "
                     "E3(1256) C3 C3 C3  E1(23456) R124 C1  E4(1256) C4 C4  E1(2356)")


def deposed_leader() -> Cluster:
    """S1 leads term 1 of seven servers, and commits x=5 when S3 leads term 2 already; then all links are whole."""
    cluster = Cluster(servers=7, seed=1, latency=5)
    elect(cluster, "S1", voters="S2 S3 S4 S5 S6 S7")
    cluster.run(for_=15)
    cluster.cut(["S1", "S2", "S3"], ["S4", "S5", "S6", "S7"])
    cluster.submit("x=5", to="S1")
    cluster.run(for_=12)
    cluster.heal()
    cluster.cut(["S1", "S2"], ["S4"], ["S3", "S5", "S6", "S7"])
    elect(cluster, "S3", voters="S5 S6 S7")
    cluster.heal()
    cluster.cut(["S1", "S2", "S4"], ["S3", "S5", "S6", "S7"])
    cluster.run(until=lambda c: c.servers["S1"].commit_index == 1, limit=200)
    cluster.heal()
    return cluster
