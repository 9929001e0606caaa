"""What the panel of notebook 04 draws and says of one setting."""
from raftlib.analysis.elections import Elections, hold_elections
from raftlib.analysis.elections_at_once import is_faithful
from raftlib.analysis.failover import Failover, longest
from raftlib.analysis.split_votes import split_probability
from raftlib.pictures.failover_curves import failover_curves, latency_ratio
from raftlib.protocol.words.counts import counted

LIMIT = 10_000  # ms: the end of the picture's axis
# Trials, and candidacies over all of them: what takes some 10 ms all at once, and some 50 ms event by event.
AT_ONCE, BY_EVENTS = (20_000, 100_000), (2_000, 10_000)
WIDE = 10  # times a latency: from there on splits are rare (§9.2)


def draw_failovers(election_timeout, latency, servers, servers_down, equal_logs):
    """The curves of one setting, and the sentence above them."""
    failover = Failover.on_network(latency, servers=servers, down=servers_down,
                                   election_timeout=election_timeout, equal_logs=equal_logs)
    trials, candidacies = AT_ONCE if is_faithful(failover) else BY_EVENTS
    elections = hold_elections(failover, trials, limit=LIMIT, candidacies=candidacies)
    return failover_curves(elections), failover_caption(elections)


def failover_caption(elections: Elections) -> str:
    """One sentence: how long, how many terms, and why."""
    failover = elections.failover
    who = f"{failover.up} of {counted(failover.servers, 'server')} up"
    if not failover.electable:
        return (f"With {who} nobody can ever win: a candidate needs {counted(failover.majority, 'vote')}, "
                "a majority of the full cluster.")
    if elections.given_up == elections.trials:
        return f"With {who} none of {elections.trials} elections found a leader in {LIMIT} ms: {why(failover)}."
    return (f"With {who}, {held(elections)}: half {elections.within(0.5)}, 99 % {elections.within(0.99)}; "
            f"{percent(elections.more_than_one_term)} needed more than one term{formula(failover)}"
            f"{deposed(elections)}: {why(failover)}.")


def held(elections: Elections) -> str:
    """How many elections were held, and why no more."""
    fewer = "" if elections.trials == elections.asked else " (no more, for they take many terms)"
    return f"{elections.trials} elections{fewer}"


def deposed(elections: Elections) -> str:
    """How many of the first leaders did not stay, if any."""
    if not elections.deposed:
        return ""
    return f", and {percent(elections.deposed)} of first leaders were deposed before all others had heard of them"


def formula(failover: Failover) -> str:
    """What the formula says of split votes, in brackets, where messages and logs are what it supposes."""
    low, high = failover.request
    if low < high or not failover.equal_logs or not is_faithful(failover):
        return ""
    return f" (formula: {percent(split_probability(latency_ratio(failover), failover.servers, failover.up))})"


def why(failover: Failover) -> str:
    """The ratio of range to latency, and what else makes elections slow in this setting."""
    if failover.servers == 1:
        return "a server alone elects itself as soon as its timer runs out"
    reasons = [breadth(failover)]
    round_trip = longest((failover.request, failover.vote))
    if round_trip > failover.election_timeout[0]:
        reasons.append(f"a request and its vote take up to {round_trip:g} ms, longer than the shortest timeout")
    if failover.electable < failover.up:
        reasons.append(f"only {failover.electable} of {failover.up} servers have a log that is long enough to win")
    return ", and ".join(reasons)


def breadth(failover: Failover) -> str:
    """How wide the range of timeouts is, in latencies: what decides how often timers run out together."""
    low, high = failover.election_timeout
    latency = sum(failover.request) / 2
    if not latency:
        return "messages take no time, so that no term has two candidates"
    if high == low:
        return "without a range all timers run out together"
    times = (high - low) / latency
    wide = "as wide as one latency" if times == 1 else f"{times:.3g} latencies wide"
    return f"the range is {wide}" + ("" if times >= WIDE else ", which is little")


def percent(share: float) -> str:
    """A share in percent, with a decimal where it is small."""
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"
