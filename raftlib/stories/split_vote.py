"""A split vote: two timers run out nearly together, the votes are divided, and the lot must be drawn again."""
from raftlib.protocol.words.counts import counted
from raftlib.simulation.cluster import Cluster
from raftlib.stories import elections
from raftlib.stories.record import Record, Step
from raftlib.stories.story import ROLE, TIMER, Beat, Story, in_order
from raftlib.stories.telling import Hands, Telling
from raftlib.stories.words import ms, number

LONGEST = 2000  # ms that the search for a leader may last
SHOWS = elections.SHOWS


def a_split_vote(seed: int = 23, servers: int = 4, election_timeout=(150, 170), latency=(5, 15),
                 sliders=None) -> Telling:
    """How votes are divided among candidates, and what is done then: of any seed, number of servers, and times (ms).

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, Hands(()), seed=seed, servers=servers, election_timeout=election_timeout,
                   latency=latency)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats)


def run(**settings) -> Cluster:
    """So many servers until one leads, and a little on."""
    cluster = Cluster(**settings)
    cluster.run(until=lambda c: c.leader, limit=LONGEST)
    cluster.run(for_=40)
    return cluster


def beats(record: Record) -> list[Beat]:
    """From two timers that are close to a leader; or the vote that is not split, and why."""
    campaign = elections.Campaign(record)
    if record.size == 1 or not campaign.first:
        last = elections.wins(record, campaign.win) if campaign.win else elections.nobody_wins(campaign)
        return [last, elections.try_a_candidate(last)]
    told = [close(record), asks(record, campaign.first), *divided(record, campaign)]
    if campaign.win:
        told += filter(None, [elections.wins(record, campaign.win), why_alone(record, campaign),
                              elections.rivals_give_up(record, campaign.win)])
    else:
        told.append(elections.nobody_wins(campaign))
    return [*in_order(told), told[0].handed_over("We are at the start again. Click a server, press Time out now, then "
                                                 "another one: can you split the vote?")]


def close(record: Record) -> Beat:
    """The two timers that will run out first."""
    (first, one), (second, other), *_ = sorted((at, id) for id, at in record.deadlines(record.size).items())
    return Beat(record.start, f"{number(record.size).capitalize()} servers, no leader. {one}'s timer is to run "
                f"out first, at {ms(first)}. {other}'s is the next, {ms(second - first)} later.", (one, other),
                shows=(TIMER, ROLE))


def asks(record: Record, candidacy: Step) -> Beat:
    """The first candidate's requests."""
    who = candidacy.server
    return Beat(elections.before_rivals(record, candidacy), f"{who} becomes a candidate in term {candidacy.term}: it "
                "votes for itself and sends the others its vote request.", (who,), elections.asking(record, candidacy),
                shows=SHOWS)


def divided(record: Record, campaign: elections.Campaign) -> list[Beat]:
    """A second candidate, where the votes go, and the wait for the next timer; or that nobody else stands."""
    first, rivals, win = campaign.first, campaign.rivals(), campaign.win
    told = []
    if rivals:
        told.append(elections.rival_stands(campaign))
    later = campaign.last_term > first.term
    if win and campaign.candidacies == [first]:
        arrivals = [step for step in map(record.arrival, first.event.sent) if step and step.number < win.number]
        told.append(Beat(max(arrivals).moment, f"{first.server}'s request comes before another timer has run out: term "
                         f"{first.term} has one candidate alone.", (first.server,), shows=SHOWS))
    if later:
        next_one = next(step for step in campaign.candidacies if step.term > first.term)
        told += [*filter(None, [tally(record, first.term, next_one)]), elections.next_term(campaign)]
    return told


def tally(record: Record, term: int, until: Step) -> Beat | None:
    """How the votes of a term went, and whose timer is the next; None if nobody was told of a vote."""
    last_vote = record.last(lambda step: step.event.kind == "receive" and step.after.role == "candidate"
                            and step.term == term and len(step.after.votes) > len(step.before.votes), until.number)
    moment = record.moment_at(until.event.at - 1)
    states = record.states(moment.count)
    votes = {id: len(state.votes) for id, state in states.items()
             if state.role == "candidate" and state.current_term == term}
    if not last_vote or not votes:
        return None
    if len(votes) > 3:
        said = f"No candidate has more than {number(max(votes.values()))} votes in term {term}"
    else:
        (first, most), *others = votes.items()
        has = f"{first} has {counted(most, 'vote', number)} in term {term}"
        said = ", ".join([has, *(f"{id} {number(count)}" for id, count in others)])
    return Beat(moment, f"{said}. A majority would be {number(record.majority)} of {number(record.size)}. Each waits "
                "until its timer runs out.", tuple(votes), shows=SHOWS)


def why_alone(record: Record, campaign: elections.Campaign) -> Beat | None:
    """Why the winner had no rival, where the timers say it."""
    win = campaign.win
    last = campaign.candidacies[-1]
    others = [at for id, at in record.deadlines(last.number).items() if id != win.server]
    ahead = min(others) - last.event.at
    takes = max(flight.arrives - flight.sent for flight in last.event.sent)
    if last is not campaign.opening(win.term) or ahead <= takes:
        return None
    return Beat(win.moment, f"{win.server}'s timer was {ms(ahead)} ahead of the next one, and its requests took "
                f"{ms(takes)} at most: there was no rival.", (win.server,), shows=SHOWS)
