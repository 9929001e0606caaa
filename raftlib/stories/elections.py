"""Beats that several stories have in common: a candidate stands, asks, wins or does not, and a leader speaks."""
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER
from raftlib.protocol.words.counts import counted
from raftlib.stories.record import Moment, Record, Step, heartbeat_of, is_append
from raftlib.stories.story import ROLE, TERM, TIMER, VOTES, Beat, Turn
from raftlib.stories.words import ms, names, number, own_and, terms

SHOWS = TIMER, ROLE, TERM, VOTES


class Campaign:
    """The search for a leader from a step of the run on: who stood, in which terms, and who won first.

    A candidacy is a step at which a server's timer ran out; `first` is the first one, None if there is none.
    """

    def __init__(self, record: Record, after: int = 0):
        self.record = record
        self.win = record.first(lambda step: step.wins, after)
        until = self.win.number + 1 if self.win else None
        self.candidacies = record.all(lambda step: step.stands, after, until)
        self.first = self.candidacies[0] if self.candidacies else None

    @property
    def last_term(self) -> int:
        """The term of the winner, or of the last try."""
        return self.win.term if self.win else max(step.term for step in self.candidacies)

    def opening(self, term: int) -> Step:
        """The first candidacy of a term."""
        return next(step for step in self.candidacies if step.term == term)

    def rivals(self) -> list[Step]:
        """The candidacies of other servers in the first one's term."""
        return [step for step in self.candidacies[1:] if step.term == self.first.term]

    @property
    def is_plain(self) -> bool:
        """Whether the first candidate's term has one candidate, and decides."""
        return self.last_term == self.first.term and not self.rivals()


def asking(record: Record, candidacy: Step) -> tuple[int, ...]:
    """The numbers of a candidate's requests."""
    return tuple(flight.number for flight in candidacy.event.sent)


def before_rivals(record: Record, candidacy: Step) -> Moment:
    """When a candidate's requests are under way, and no other server has become a candidate yet."""
    amid = record.amid(candidacy.event.sent)
    rival = record.first(lambda step: step.stands, candidacy.number + 1)
    return min(amid, Moment(rival.event.at, rival.number)) if rival else amid


def stands(record: Record, candidacy: Step) -> Beat:
    """The first timer that runs out; it may be one of several that run out at once."""
    who = candidacy.server
    first = " first" * runs_out_alone(record, candidacy)
    return Beat(candidacy.moment, f"{who}'s timer runs out{first}. {who} becomes a candidate and starts election "
                f"number {candidacy.term}: term {candidacy.term} begins. Its new timer is for another try.", (who,),
                shows=(TIMER, ROLE, TERM))


def asks(record: Record, candidacy: Step) -> Beat:
    """Its requests are under way."""
    who = candidacy.server
    return Beat(before_rivals(record, candidacy), f"{who} votes for itself and sends the other "
                f"{number(record.size - 1)} a vote request: will you vote for me in term {candidacy.term}?", (who,),
                asking(record, candidacy), shows=SHOWS)


def stands_and_asks(record: Record, candidacy: Step) -> Beat:
    """Both in one beat, where there is more to tell after it."""
    who, first = candidacy.server, " first" * runs_out_alone(record, candidacy)
    return asks(record, candidacy)._replace(
        said=f"{who}'s timer runs out{first}: a candidate in term {candidacy.term}, it votes for itself, sends "
             f"{number(record.size - 1)} vote requests, and sets a timer for another try.")


def runs_out_alone(record: Record, candidacy: Step) -> bool:
    """Whether no other timer runs out in the same instant."""
    return list(record.deadlines(candidacy.number).values()).count(candidacy.event.at) == 1


def rival_stands(campaign: Campaign) -> Beat:
    """A second candidate of the first one's term."""
    rival, first = campaign.rivals()[0], campaign.first
    return Beat(rival.moment, f"{rival.server}'s timer runs out before {first.server}'s request reaches it. Term "
                f"{first.term} has two candidates now, and each has voted for itself.",
                (first.server, rival.server), shows=SHOWS)


def next_term(campaign: Campaign) -> Beat:
    """Terms that ended without a leader, and the one that decided, or was the last."""
    return unled(campaign.record, campaign.first.term, campaign.opening(campaign.last_term))


def unled(record: Record, first: int, opening: Step) -> Beat:
    """Terms that ended without a leader, from a first one on, and the candidacy that begins the next one."""
    ended = terms(first, opening.term - 1)
    return Beat(opening.moment, f"{ended} without a leader: nobody has {number(record.majority)} votes in time. Then "
                f"{opening.server}'s timer runs out, and term {opening.term} begins.", (opening.server,), shows=SHOWS)


def all_unled(record: Record, after: int) -> list[Beat]:
    """Every row of terms, begun from a step on, that end without a leader, each when the next term begins."""
    led, openings = {step.term for step in record.all(lambda step: step.wins)}, {}
    for step in record.all(lambda step: step.stands, after):
        openings.setdefault(step.term, step)
    ended = [term for term in openings if term not in led and term + 1 in openings]
    firsts = [term for term in ended if term - 1 not in ended]
    lasts = [term for term in ended if term + 1 not in ended]
    return [unled(record, first, openings[last + 1]) for first, last in zip(firsts, lasts, strict=True)]


def wins(record: Record, win: Step) -> Beat:
    """The vote that makes the majority."""
    who, votes = win.server, win.after.votes
    return Beat(win.moment, f"{who} has {counted(len(votes), 'vote', number)} of {number(record.size)}, "
                f"{own_and(id for id in votes if id != who)}: a majority. It alone leads term {win.term}: each has one "
                "vote per term.", (who, *votes), shows=SHOWS)


def nobody_wins(campaign: Campaign) -> Beat:
    """The run ends, and nobody leads."""
    record, moment = campaign.record, campaign.record.end
    if not campaign.candidacies:
        return Beat(moment, f"By {ms(moment.at)} no timer has run out: nobody leads, and nobody asks for votes.",
                    record.history.servers, shows=SHOWS)
    waits = [step.event.deadline - step.event.at for step in record.steps
             if step.event.kind in ("start", "election timeout")]
    differ = max(waits) - min(waits)
    takes = min(flight.arrives - flight.sent for flight in record.history.flights(0, record.history.end))
    last = campaign.last_term
    why = f"no candidate has had {number(record.majority)} votes in time"
    if differ < takes:
        why = f"the timers differ by {ms(differ)} at most, and a message takes {ms(takes)} at least"
    return Beat(moment, f"No leader by {ms(moment.at)}, in term {last}: {why}.", record.history.servers, shows=SHOWS)


def search(campaign: Campaign) -> list[Beat]:
    """What comes after the first candidate's requests, in three beats at most: a rival perhaps, and how it ends."""
    record, first, win = campaign.record, campaign.first, campaign.win
    told = []
    if campaign.last_term > first.term:
        told.append(next_term(campaign))
    elif campaign.rivals():
        told.append(rival_stands(campaign))
    return [*told, *([wins(record, win), speaks(record, win)] if win else [nobody_wins(campaign)])]


def speaks(record: Record, win: Step) -> Beat:
    """A new leader's first messages have come; or the next timer has run out, before a client comes, and why."""
    client = record.first(lambda step: step.event.kind == "command", win.number)
    next_one = record.first(lambda step: (step.stands and step.term > win.term) or (
        step.server == win.server and step.stops_leading), win.number, client and client.number)
    if next_one:
        return loses_patience(record, win, next_one) if next_one.stands else is_deposed(win, next_one)
    who, every = win.server, ms(heartbeat_of(win))
    messages = [flight for flight in win.event.sent if is_append(flight)]
    arrivals = [step for step in map(record.arrival, messages) if step]
    if not arrivals:
        return Beat(win.moment, f"{who} sends its heartbeat at once, and then every {every}: so the others know that "
                    "it leads.", (who,), tuple(flight.number for flight in messages), shows=SHOWS)
    moment, told = max(arrivals).moment, ()
    again = record.first(lambda step: step.server == who and any(map(is_append, step.event.sent)),
                         moment.count, client and client.number)
    if again:  # its next messages, which show what is said
        told = [flight for flight in again.event.sent if is_append(flight)]
        moment = record.amid(told)
    states, down = record.states(moment.count), record.down(moment.count)
    followers = [id for id in record.history.servers if id != who and states[id].leader_id == who and id not in down]
    said = (f"A leader speaks at once, and again every {every}: its heartbeat. Each heartbeat sets the "
            "others' timers to new random times; they stay followers.")
    rivals = [id for id, state in record.states(win.number + 1).items() if state.role == CANDIDATE]
    if rivals:
        said = (f"A leader speaks at once, and every {every}: its heartbeat. Each sets the others' timers anew. "
                f"{give_up(rivals)}.")
    if len(followers) < record.size - 1:
        said = (f"{who} sends its heartbeat at once and every {every}. {number(len(followers)).capitalize()} of the "
                f"other {number(record.size - 1)} heard it and set their timers to new random times.")
    return Beat(moment, said, (who, *followers), tuple(flight.number for flight in told), shows=SHOWS)


def give_up(ids: list[str]) -> str:
    """That these were candidates, and are no more."""
    return f"{names(ids)} {'gives up and follows' if len(ids) == 1 else 'give up and follow'}"


def rivals_give_up(record: Record, win: Step) -> Beat | None:
    """Who else was a candidate, and has heard of the leader by now; None if nobody was, or has."""
    heard = record.all(lambda step: step.event.kind == "receive" and step.before.role == CANDIDATE
                       and step.after.role == FOLLOWER and step.after.leader_id == win.server, win.number)
    if not heard:
        return None
    rivals = [step.server for step in heard]
    was = "a candidate" if len(rivals) == 1 else "candidates"
    return Beat(heard[-1].moment, f"{win.server}'s heartbeat reaches {names(rivals)}, {was} until then. "
                f"{give_up(rivals)}: term {win.term} has a leader.", (win.server, *rivals), shows=SHOWS)


def loses_patience(record: Record, leader: Step, candidacy: Step) -> Beat:
    """A follower's timer has run out although there is a leader."""
    waited, every = candidacy.event.at - record.timer_set(candidacy), heartbeat_of(leader)
    is_slow = every > waited and ms(every) != ms(waited)  # else the sentence would give one number twice
    slow = f"but its heartbeats are {ms(every)} apart. {candidacy.server}" if is_slow else f"but {candidacy.server}"
    return Beat(candidacy.moment, f"{leader.server} leads, {slow} hears of no leader for {ms(waited)}: its timer runs "
                f"out, and term {candidacy.term} begins.", (leader.server, candidacy.server), shows=SHOWS)


def is_deposed(leader: Step, step: Step) -> Beat:
    """A leader has heard of a higher term."""
    who, sender = leader.server, step.event.message.sender
    return Beat(step.moment, f"{who} led only for {ms(step.event.at - leader.event.at)}. A message of {sender} says "
                f"term {step.term}, which is higher than its own: {who} becomes a follower.", (who, sender),
                shows=SHOWS)


def timers(record: Record) -> Beat:
    """The first timers, as drawn."""
    drawn = sorted((deadline, id) for id, deadline in record.deadlines(record.size).items())
    (shortest, first), (longest, last) = drawn[0], drawn[-1]
    said = (f"All are followers: each waits for a leader to speak. Their timers are set to random times: from "
            f"{ms(shortest)} ({first}) to {ms(longest)} ({last}).")
    if ms(shortest) == ms(longest):
        said = ("All are followers: each waits for a leader to speak. Their timers are set to the same time: "
                f"{ms(shortest)}.")
    return Beat(record.start, said, (first, last), shows=(TIMER, ROLE))


def leads_at(record: Record, moment: Moment) -> str | None:
    """The leader that is up at a moment, of the highest term where there are several; None if there is none."""
    states, down = record.states(moment.count), record.down(moment.count)
    leaders = [id for id, state in states.items() if state.role == LEADER and id not in down]
    return max(leaders, key=lambda id: states[id].current_term, default=None)


def try_a_candidate(beat: Beat) -> Turn:
    """The reader's turn where nobody leads: to make candidates by hand."""
    return beat.handed_over("Click a server, press Time out now, then ▶. Does it win?")
