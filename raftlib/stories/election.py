"""An election: one server alone, then five, silence, a candidate, votes, a leader that goes on speaking."""
from raftlib.simulation.cluster import Cluster
from raftlib.stories import elections, goals
from raftlib.stories.record import Record
from raftlib.stories.story import LOG, ROLE, Beat, Story, in_order
from raftlib.stories.telling import Hands, Telling
from raftlib.stories.words import number

LONGEST = 2000  # ms that the search for a leader may last
AFTERWARDS = 100  # ms more than the longest timer, to see that the leader is heard, or who calls the next election


def an_election(seed: int = 7, election_timeout=(150, 300), heartbeat: float = 50, latency=(5, 15),
                sliders=None) -> Telling:
    """How five servers come to have a leader: of any seed, timers, heartbeat and latency (ms).

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, Hands((), goals.GO_ON), seed=seed, election_timeout=election_timeout,
                   heartbeat=heartbeat, latency=latency)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats, before=Story(alone(), beats_alone))


def run(**settings) -> Cluster:
    """Five servers until one leads, and on for as long as the others may wait for it."""
    cluster = Cluster(servers=5, **settings)
    cluster.run(until=lambda c: c.leader, limit=LONGEST)
    cluster.run(for_=AFTERWARDS + cluster.election_timeout[1])
    return cluster


def alone() -> Cluster:
    """One server, which answers a client and crashes."""
    cluster = Cluster(servers=1, election_timeout=1)
    cluster.run(to=10)
    cluster.submit("x=5")
    cluster.run(to=25)  # by now the page shows its answer no more
    cluster.crash("S1")
    cluster.run(to=35)
    return cluster


def beats_alone(record: Record) -> list[Beat]:
    """A server that is not enough."""
    answer = record.first(lambda step: step.event.kind == "answer")
    crash = record.first(lambda step: step.event.kind == "crash")
    who, (name, value) = answer.server, answer.event.detail[0].split("=")
    return [Beat(answer.moment, f"A client tells a server to set {name} to {value}. It does so, and answers. One "
                 "server can do this alone.", (who,), shows=(LOG,)),
            Beat(crash.moment, f"Then {who} crashes. Nobody is there to answer: the service is gone.", (who,))]


def beats(record: Record) -> list[Beat]:
    """From silence to a leader's heartbeats, or to what happens instead."""
    size = number(record.size)
    five = Beat(record.start, f"We start again: {size} servers keep copies. One must lead and decide the order of all "
                f"changes. Nobody leads yet: all {size} are followers.", shows=(ROLE,))
    campaign = elections.Campaign(record)
    told = [five, elections.timers(record)]
    if campaign.first:
        told += [elections.stands(record, campaign.first), elections.asks(record, campaign.first)]
        told += elections.search(campaign)
    else:
        told.append(elections.nobody_wins(campaign))
    last = told[-1]
    leader = elections.leads_at(record, last.moment)
    if not leader:
        return [*in_order(told), elections.try_a_candidate(last)]
    return [*in_order(told), last.handed_over(f"{leader} leads. Click one of the others, press Crash, then ▶. Does "
                                              "anything stop?")]
