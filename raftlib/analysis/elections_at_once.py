"""Elections with equal logs in NumPy: all trials at once, term by term.

One round decides a term. Servers stand in the order of their timers, unless a request reaches them before; whoever has
not stood votes for the request that comes first. Nothing else can matter as long as all of that, the longest delays
included, ends before the next timer runs out. Rows of an array are trials, columns are the servers that are up.
"""
import numpy as np

from raftlib.analysis.failover import Failover, Range, longest

FIRST_BLOCK = 128  # trials, by which one sees how many candidacies a trial takes
BLOCK = 2048  # trials at a time: their arrays stay in a processor's cache


def is_faithful(failover: Failover) -> bool:
    """Whether terms can't overlap: a round ends before the shortest timeout does, and each vote restarts a timer.

    The last candidate stands when the first one's request has nearly reached it: two requests, a vote and a heartbeat.
    As logs are equal, all others have voted or stood since the first one stood, and so no timer is older than that:
    the heartbeat reaches each of them before it runs out. So the first leader is never deposed.
    """
    round_ = longest((failover.request, failover.request, failover.vote, failover.first_heartbeat))
    return failover.equal_logs and round_ <= failover.election_timeout[0]


def hold(failover: Failover, trials: int, seed: int, limit: float, candidacies: int) -> tuple[np.ndarray, ...]:
    """Of many trials the times (ms, NaN if cut off), the numbers of terms, and the times to the first leader.

    Each block is held to its end, however slow its trials turn out to be: to hold on to those that ended in time would
    be to choose the quick ones. The first block tells how many more the candidacies allow.
    """
    random = np.random.default_rng(seed)
    blocks, held, used = [], 0, 0
    size = min(FIRST_BLOCK, trials)
    while size > 0:
        blocks.append(hold_block(failover, size, random, limit))
        held += size
        used += blocks[-1][1].sum()
        affordable = int((candidacies - used) * held / max(used, 1))
        size = min(BLOCK, trials - held, affordable)
    times, terms = map(np.concatenate, zip(*blocks, strict=True))
    return times, terms, times


def hold_block(failover: Failover, trials: int, random, limit: float) -> tuple[np.ndarray, np.ndarray]:
    """Times and terms of some trials."""
    crash = draw(random, failover.since_heartbeat, (trials, 1))
    timers = draw(random, failover.election_timeout, (trials, failover.up)) - crash
    times, terms = np.full(trials, np.nan), np.zeros(trials, int)
    going_on = np.arange(trials)
    while True:
        left = timers.min(axis=1) <= limit  # the timers of those that have a leader are infinite
        going_on, timers = going_on[left], timers[left]
        if not len(going_on):
            return times, terms
        terms[going_on] += 1
        won_at, timers = hold_term(failover, timers, random)
        over = won_at <= limit
        times[going_on[over]] = won_at[over]


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
