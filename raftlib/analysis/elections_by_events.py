"""Elections one after another, event by event: for logs that differ, and for messages slower than the timeouts.

There terms overlap: who refuses a vote does not restart its timer (F2), and may stand in the next term while the votes
of this one are still under way, or the leader's first heartbeat. Each method is one thing that can happen to a server,
by the rules named there; it is told the time, and says True when the election is over. Servers are numbers, a higher
one having the longer log.
"""
import heapq
from random import Random

import numpy as np

from raftlib.analysis.failover import Failover

INFINITE = float("inf")


def hold(failover: Failover, trials: int, seed: int, limit: float, candidacies: int) -> tuple[np.ndarray, ...]:
    """Of many trials the times (ms, NaN if cut off), the numbers of terms, and the times to the first leader.

    The trial in hand when the candidacies are used up is held to its end: left out or cut off, it would be one of the
    long ones more often than not.
    """
    random = Random(seed).random
    held = []
    while len(held) < trials and candidacies > 0:
        election = Election(failover, random, limit)
        held.append((election.run(), max(election.term), election.first_time))
        candidacies -= election.candidacies
    times, terms, first_times = zip(*held, strict=True)
    return np.array(times, float), np.array(terms), np.array(first_times, float)  # None becomes NaN


class Election:
    """One failover, from the crash at 0 ms on; `random` draws from 0 to 1."""

    def __init__(self, failover: Failover, random, limit: float):
        self.failover, self.random, self.limit = failover, random, limit
        self.servers, self.majority = range(failover.up), failover.majority
        self.queue, self.posted = [], 0
        self.term = [0] * failover.up
        self.voted_for = [None] * failover.up
        self.votes = [0] * failover.up
        self.deadline = [0.0] * failover.up  # infinite for a leader
        self.candidacies = 0
        self.time = self.first_time = None
        last_heartbeat = -self.delay(failover.since_heartbeat)
        for server in self.servers:
            self.restart_timer(last_heartbeat, server)

    def run(self) -> float | None:
        """The time (ms) to the leader that stays; None if there is none before the limit."""
        over = False
        while not over:
            now, _, happen, what = heapq.heappop(self.queue)
            over = happen(now, *what)
        return self.time

    def delay(self, between) -> float:
        """A uniform time (ms)."""
        low, high = between
        return low + (high - low) * self.random()

    def post(self, at: float, happen, *what) -> None:
        """Let something happen at a time; what is posted first happens first."""
        self.posted += 1
        heapq.heappush(self.queue, (at, self.posted, happen, what))

    def restart_timer(self, now: float, server: int) -> None:
        """Draw a new election timeout; the timer set before finds another deadline, and does nothing."""
        self.deadline[server] = at = now + self.delay(self.failover.election_timeout)
        self.post(at, self.time_out, server)

    def time_out(self, now: float, server: int) -> bool:
        """C1, C2: the next term, a vote for oneself, a fresh timer, and a request to all others; none after the limit.
        """
        if self.deadline[server] != now:
            return False
        if now > self.limit:
            return True
        self.candidacies += 1
        self.term[server] += 1
        self.voted_for[server] = server
        self.votes[server] = 0
        self.restart_timer(now, server)
        term, request = self.term[server], self.failover.request
        for other in self.servers:
            if other != server:
                self.post(now + self.delay(request), self.be_asked, other, server, term)
        return self.count(now, server, term)

    def be_asked(self, now: float, server: int, candidate: int, term: int) -> bool:
        """RV1–RV3: a vote for the first who asks, if its log is no shorter; only a granted one restarts the timer."""
        self.see_term(now, server, term)
        if term < self.term[server]:
            self.post(now + self.delay(self.failover.vote), self.see_term, candidate, self.term[server])
        elif self.voted_for[server] is None and (candidate > server or self.failover.equal_logs):
            self.voted_for[server] = candidate
            self.restart_timer(now, server)
            self.post(now + self.delay(self.failover.vote), self.count, candidate, term)
        return False

    def see_term(self, now: float, server: int, term: int) -> bool:
        """A2: a higher term is adopted, with no vote cast in it; a leader steps down, and has a timer again."""
        if term > self.term[server]:
            self.term[server], self.voted_for[server] = term, None
            if self.deadline[server] == INFINITE:
                self.restart_timer(now, server)
        return False

    def count(self, now: float, server: int, term: int) -> bool:
        """C3: a vote of this term; with the one that makes a majority the server leads."""
        if self.term[server] != term:
            return False
        self.votes[server] += 1
        return self.votes[server] == self.majority and self.lead(now, server, term)

    def lead(self, now: float, server: int, term: int) -> bool:
        """L1: no election timer, and a heartbeat to all others; when the last of them is there, it shows who stays."""
        self.deadline[server] = INFINITE
        arrivals = {other: now + self.delay(self.failover.first_heartbeat) for other in self.servers if other != server}
        last = max(arrivals.values(), default=now)
        time = last if self.failover.heartbeat[1] else now
        in_time = time if time <= self.limit else None
        if self.first_time is None:
            self.first_time = in_time
        # No timer can run out before, neither one that runs now nor one set later: there is no need to go through it.
        if last < min(*self.deadline, now + self.failover.election_timeout[0]) and self.stay(last, in_time, term):
            return True
        for other, at in arrivals.items():
            self.post(at, self.hear, other, server, term)
        self.post(last, self.stay, in_time, term)
        return False

    def hear(self, now: float, server: int, leader: int, term: int) -> bool:
        """AE1, C4: a heartbeat of the current term's leader restarts the timer, one of an older term is refused."""
        self.see_term(now, server, term)
        if term == self.term[server]:
            self.restart_timer(now, server)
        else:
            self.post(now + self.delay(self.failover.vote), self.see_term, leader, self.term[server])
        return False

    def stay(self, now: float, time: float | None, term: int) -> bool:
        """All have heard of this term's leader: it stays, unless one of them began a later term before it had."""
        if max(self.term) > term:
            return False
        self.time = time
        return True
