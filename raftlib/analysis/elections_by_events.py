"""Elections one after another, event by event: for logs that differ, and for messages slower than the timeouts.

There terms overlap: who refuses a vote does not restart its timer (F2), and may stand in the next term while the votes
of this one are still under way. Each method is one thing that can happen to a server, by the rules named there; it is
told the time, and says True when a server leads. Servers are numbers, a higher one having the longer log.
"""
import heapq
from random import Random

import numpy as np

from raftlib.analysis.failover import Failover


def hold(failover: Failover, trials: int, seed: int, limit: float, candidacies: int) -> tuple[np.ndarray, np.ndarray]:
    """The times (ms, NaN if cut off) and numbers of terms of many trials, two arrays (trials,)."""
    random = Random(seed).random
    times, terms = [], []
    while len(times) < trials and candidacies > 0:
        election = Election(failover, random, limit)
        times.append(election.run())
        terms.append(max(election.term))
        candidacies -= election.candidacies
    return np.array(times), np.array(terms)


class Election:
    """One failover, from the crash at 0 ms on; `random` draws from 0 to 1."""

    def __init__(self, failover: Failover, random, limit: float):
        self.failover, self.random, self.limit = failover, random, limit
        self.servers, self.majority = range(failover.up), failover.majority
        self.queue, self.posted = [], 0
        self.term = [0] * failover.up
        self.voted_for = [None] * failover.up
        self.votes = [0] * failover.up
        self.deadline = [0.0] * failover.up
        self.candidacies = 0
        last_heartbeat = -self.delay(failover.since_heartbeat)
        for server in self.servers:
            self.restart_timer(last_heartbeat, server)

    def run(self) -> float:
        """When the new leader's first heartbeat has reached all others (ms); NaN if none leads before the limit."""
        leads, now = False, 0.0
        while not leads:
            now, _, happen, what = heapq.heappop(self.queue)
            if now > self.limit:
                return float("nan")
            leads = happen(now, *what)
        return now + max((self.delay(self.failover.heartbeat) for _ in self.servers[1:]), default=0.0)

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
        """C1, C2: the next term, a vote for oneself, a fresh timer, and a request to all others."""
        if self.deadline[server] != now:
            return False
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
        """A2: a higher term is adopted, with no vote cast in it."""
        if term > self.term[server]:
            self.term[server], self.voted_for[server] = term, None
        return False

    def count(self, now: float, server: int, term: int) -> bool:
        """C3: a vote of this term; whether a majority is there. (Who stood in this term is a candidate until then.)"""
        if self.term[server] != term:
            return False
        self.votes[server] += 1
        return self.votes[server] >= self.majority
