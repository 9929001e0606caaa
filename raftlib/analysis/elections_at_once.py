"""Elections with equal logs in NumPy: all trials at once, term by term.

One round decides a term. Servers stand in the order of their timers, unless a request reaches them before; whoever has
not stood votes for the request that comes first. Nothing else can matter as long as all of that, the longest delays
included, ends before the next timer runs out. Rows of an array are trials, columns are the servers that are up.
"""
import numpy as np

from raftlib.analysis.failover import Failover, Range, longest

BLOCK = 2048  # trials at a time: their arrays stay in a processor's cache, and few are begun in vain


def is_faithful(failover: Failover) -> bool:
    """Whether terms can't overlap: a round ends before the shortest timeout does, and each vote restarts a timer.

    The last candidate stands when the first one's request has nearly reached it: two requests, a vote and a heartbeat.
    """
    round_ = longest((failover.request, failover.request, failover.vote, failover.heartbeat))
    return failover.equal_logs and round_ <= failover.election_timeout[0]


def hold(failover: Failover, trials: int, seed: int, limit: float, candidacies: int) -> tuple[np.ndarray, np.ndarray]:
    """The times (ms, NaN if cut off) and numbers of terms of many trials, two arrays (trials,)."""
    random = np.random.default_rng(seed)
    blocks = []
    for start in range(0, trials, BLOCK):
        block = hold_block(failover, min(BLOCK, trials - start), random, limit, candidacies)
        blocks.append(block)
        candidacies -= block[1].sum()
        if candidacies <= 0:
            break
    times, terms = zip(*blocks, strict=True)
    return np.concatenate(times), np.concatenate(terms)


def hold_block(failover: Failover, trials: int, random, limit: float, candidacies: int):
    """Times and terms of some trials; those that still go on after this many candidacies are cut off."""
    crash = draw(random, failover.since_heartbeat, (trials, 1))
    timers = draw(random, failover.election_timeout, (trials, failover.up)) - crash
    times, terms = np.full(trials, np.nan), np.zeros(trials, int)
    going_on = np.arange(trials)
    while len(going_on) and candidacies > 0:
        terms[going_on] += 1
        candidacies -= len(going_on)
        won_at, timers = hold_term(failover, timers, random)
        over = won_at <= limit
        times[going_on[over]] = won_at[over]
        left = ~np.isfinite(won_at) & (timers.min(axis=1) <= limit)
        going_on, timers = going_on[left], timers[left]
    return times, terms


def hold_term(failover: Failover, timers: np.ndarray, random) -> tuple[np.ndarray, np.ndarray]:
    """When each trial's election is over in this term, infinite without a winner; and the timers (ms) for the next."""
    rows = np.arange(len(timers))
    first = timers.argmin(axis=1)
    began = timers[rows, first]
    asked = began[:, None] + draw(random, failover.request, timers.shape)
    asked[rows, first] = began  # a candidate has its own vote at once
    rivals = timers < asked
    answered = asked + draw(random, failover.vote, timers.shape)
    answered[rows, first] = began
    won_at = enough(answered, failover.majority)
    contested = np.flatnonzero(rivals.any(axis=1))
    if len(contested):
        won_at[contested], asked[contested] = contest(failover, timers[contested], first[contested],
                                                      asked[contested], random)
    if failover.heartbeat[1] and failover.up > 1:
        won_at += draw(random, failover.heartbeat, (len(timers), failover.up - 1)).max(axis=1)
    return won_at, next_timers(failover, asked, won_at, random)


def next_timers(failover: Failover, asked: np.ndarray, won_at: np.ndarray, random) -> np.ndarray:
    """Who stood or voted at `asked` has drawn a new timeout then; only those of terms without a winner matter."""
    timers = np.full(asked.shape, np.inf)
    split = np.isinf(won_at)
    timers[split] = asked[split] + draw(random, failover.election_timeout, asked[split].shape)
    return timers


def contest(failover: Failover, timers: np.ndarray, first: np.ndarray, asked: np.ndarray, random):
    """The term where several servers stand: when one of them has a majority, and when each server stood or voted."""
    rows = np.arange(len(timers))
    stands = np.zeros(timers.shape, bool)
    stands[rows, first] = True
    vote = np.repeat(first[:, None], failover.up, axis=1)
    while True:
        rivals = (timers < asked) & ~stands
        rows = np.flatnonzero(rivals.any(axis=1))
        if not len(rows):
            break
        candidate = np.where(rivals[rows], timers[rows], np.inf).argmin(axis=1)
        stands[rows, candidate] = True
        began = timers[rows, candidate]
        asked[rows, candidate], vote[rows, candidate] = began, candidate
        request = began[:, None] + draw(random, failover.request, (len(rows), failover.up))
        sooner = (request < asked[rows]) & ~stands[rows]
        asked[rows] = np.where(sooner, request, asked[rows])
        vote[rows] = np.where(sooner, candidate[:, None], vote[rows])
    answered = np.where(stands, asked, asked + draw(random, failover.vote, timers.shape))
    won_at = [enough(np.where(vote == candidate, answered, np.inf), failover.majority)
              for candidate in range(failover.up)]
    return np.min(won_at, axis=0), asked


def enough(answered: np.ndarray, majority: int) -> np.ndarray:
    """When a majority of these votes is there: in each row the majority-th smallest time."""
    return np.partition(answered, majority - 1, axis=1)[:, majority - 1]


def draw(random, between: Range, shape) -> np.ndarray:
    """Uniform times (ms)."""
    low, high = between
    return low + (high - low) * random.random(shape)
