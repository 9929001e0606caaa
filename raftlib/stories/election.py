"""An election: one server alone, then five, silence, a candidate, votes, a leader that speaks, and what it is for."""
from raftlib.simulation.cluster import Cluster
from raftlib.stories import elections, goals
from raftlib.stories.leading import searched, settled
from raftlib.stories.record import Record
from raftlib.stories.story import LOG, ROLE, Beat, Story, in_order
from raftlib.stories.telling import Hands, Telling
from raftlib.stories.words import number, own_and

BETWEEN = 0.4  # of the time from one heartbeat to the next: there the command's messages are alone
PLAIN = "hands", "settings", "branches"  # parts that name no rule, index or safety property: nobody has met them yet
SERVES = 1000  # ms that the leader may take to answer a client


def an_election(seed: int = 7, election_timeout=(150, 300), heartbeat: float = 50, latency=(5, 15),
                sliders=None) -> Telling:
    """How five servers come to have a leader: of any seed, timers, heartbeat and latency (ms).

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, Hands((), goals.GO_ON, PLAIN), seed=seed, election_timeout=election_timeout,
                   heartbeat=heartbeat, latency=latency)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats, before=Story(alone(), beats_alone))


def run(**settings) -> Cluster:
    """Five servers until one leads, and on for as long as the others may wait for it; if all is well, a command."""
    cluster = Cluster(servers=5, **settings)
    term = searched(cluster)
    leader = settled(cluster)
    if leader and cluster.servers[leader].current_term == term:
        cluster.run(for_=BETWEEN * settings.get("heartbeat", 50))
        request = cluster.submit("x=5")
        cluster.run(until=lambda _: request.status != "appended", limit=SERVES)
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
            Beat(crash.moment, f"Then {who} crashes. Until it is back no client gets an answer: the service is gone.",
                 (who,))]


def beats(record: Record) -> list[Beat]:
    """From silence to a leader's heartbeats, or to what happens instead."""
    size = number(record.size)
    five = Beat(record.start, f"Now {size} servers keep copies. If two decided, copies could differ: x=5 here, x=6 "
                "there. So one must lead. Nobody does yet.", shows=(ROLE,))
    campaign = elections.Campaign(record)
    told = [five, elections.timers(record)]
    if campaign.first:
        command = serves(record)
        if command and not campaign.is_plain:
            told.append(elections.stands_and_asks(record, campaign.first))
        else:
            told += [elections.stands(record, campaign.first), elections.asks(record, campaign.first)]
        told += elections.search(campaign)
        told += filter(None, [command])
    else:
        told.append(elections.nobody_wins(campaign))
    last = told[-1]
    leader = elections.leads_at(record, last.moment)
    if not leader:
        return [*in_order(told), elections.try_a_candidate(last)]
    return [*in_order(told), last.handed_over(f"{leader} leads. Click one of the others, press Crash, then ▶. Does "
                                              "anything stop?")]


def serves(record: Record) -> Beat | None:
    """What the leader is for: a client's command, copied and answered; None if none is.

    Others may hold a copy by then: the leader answers as soon as it knows of a majority, and those are marked.
    """
    answer = record.first(lambda step: step.event.kind == "answer")
    if not answer:
        return None
    who, (command, _), state = answer.server, answer.event.detail, answer.after
    known = [id for id, match in zip(state.peers, state.match_index, strict=True) if match >= state.log.last_index]
    return Beat(answer.moment, f"A client tells {who}: {command}. {who} sends it on, and answers once it knows of "
                f"{number(1 + len(known))} copies of {number(record.size)}: {own_and(known)}.", (who, *known),
                shows=(*elections.SHOWS, LOG))
