"""An election with the eyes of one server: its own timer, and the messages that it sends and gets."""
from raftlib.protocol.messages import AppendEntries
from raftlib.simulation.cluster import Cluster
from raftlib.stories import elections
from raftlib.stories.leading import searched
from raftlib.stories.record import Record, Step, heartbeat_of
from raftlib.stories.story import ROLE, TERM, TIMER, Beat, Story, Turn, in_order
from raftlib.stories.telling import Hands, Telling
from raftlib.stories.words import ms, number


def what_one_server_sees(seed: int = 12, election_timeout=(150, 300), heartbeat: float = 50, latency=(5, 15),
                         sliders=None) -> Telling:
    """How a server that sees no other comes to follow the right one; times in ms.

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, Hands(()), seed=seed, election_timeout=election_timeout, heartbeat=heartbeat,
                   latency=latency)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats)


def run(**settings) -> Cluster:
    """Five servers until one leads, and on for as long as the others may wait for it."""
    cluster = Cluster(servers=5, **settings)
    searched(cluster)
    return cluster


def beats(record: Record) -> list[Beat | Turn]:
    """From five servers to one of them, and from its silence to a leader, or to what happens instead."""
    win = record.first(lambda step: step.wins)
    eye = Eye(record, voter_of(record, win) if win else record.history.servers[0])
    told = [Beat(record.start, f"{number(record.size).capitalize()} servers keep equal copies. One of them must lead: "
                 "it decides the order of all changes. Nobody leads yet.", shows=(ROLE,)),
            *eye.opens(), *(eye.is_led(win) if win else [eye.waits(len(record.steps))])]
    last = told[-1]
    leader = elections.leads_at(record, last.moment)
    end = last._replace(eye="")
    if not leader or leader == eye.id:
        return [*in_order(told), elections.try_a_candidate(end)]
    return [*in_order(told), end.handed_over(f"Here you see all {number(record.size)}. Click {eye.id}, press Time out "
                                             f"now, then ▶. What becomes of {leader}?")]


def voter_of(record: Record, win: Step) -> str:
    """A server whose vote made the winner a leader; one that was no candidate itself, if there is one."""
    voters = [id for id in win.after.votes if id != win.server]
    stood = {step.server for step in record.all(lambda step: step.stands, before=win.number)}
    return next((id for id in voters if id not in stood), voters[0])


class Eye:
    """One server of a run, and what it comes to know."""

    def __init__(self, record: Record, id: str):
        self.record, self.id = record, id

    def beat(self, moment, said: str, flights=()) -> Beat:
        """What it sees at a moment."""
        return Beat(moment, said, (self.id,), tuple(flight.number for flight in flights), shows=(TIMER, ROLE, TERM),
                    eye=self.id)

    def opens(self) -> list[Beat]:
        """How little it sees, and what it waits for."""
        start = self.record.start
        due = self.record.deadlines(start.count)[self.id]
        return [
            self.beat(start, f"Now look with the eyes of {self.id}. It sees its own timer, and the messages that it "
                      "sends and gets. Nothing else."),
            self.beat(start, f"If {self.id} hears of no leader until {ms(due)}, its timer runs out: it becomes a "
                      "candidate and asks for votes.")]

    def waits(self, before: int) -> Beat:
        """What it has heard before it hears of a leader: of elections, or of nothing; all of it before a step."""
        last = self.record.last(lambda step: step.server == self.id, before)
        term = last.term
        first = self.record.first(lambda step: step.server == self.id and step.term == term)
        if before == len(self.record.steps):
            moment = self.record.end
        else:
            moment = first.moment
        so_far = f"By {ms(moment.at)} {self.id} has heard of no leader"
        if not term:
            return self.beat(moment, f"{so_far}, and of no election.")
        return self.beat(moment, f"{so_far}. Election number {term} has begun: {self.id} is in term {term}.")

    def is_led(self, win: Step) -> list[Beat]:
        """It gives its vote to a winner, and hears of it, or of something else."""
        vote = self.record.first(lambda step: step.server == self.id and step.term == win.term and any(
            getattr(flight.message, "vote_granted", False) for flight in step.event.sent))
        amid = self.record.amid(vote.event.sent)
        earlier = [self.waits(vote.number)] if vote.before.current_term else []
        return [*earlier,
                self.beat(amid, f"{win.server} asks {self.id}: will you vote for me in election number {win.term}, "
                          f"called term {win.term}? {self.id} has given that vote to nobody, and says yes.",
                          vote.event.sent),
                self.beat(amid, f"It also sets its timer to a new random time. Whom else {win.server} asks, and what "
                          f"they say, {self.id} does not see.", vote.event.sent),
                *self.hears(win, vote)]

    def hears(self, win: Step, vote: Step) -> list[Beat]:
        """The leader's first two messages, if nothing comes between."""
        first = self.next(win, vote)
        if not self.is_word_of(win, first):
            return [self.is_surprised(vote, first)]
        votes = f"{number(self.record.majority)} of {number(self.record.size)}"
        said = self.beat(first.moment, f"A message: {win.server} leads term {win.term}. So at least {votes} "
                         f"voted for it. {self.id} follows, and sets its timer to a new time.")
        second = self.next(win, first)
        if not self.is_word_of(win, second):
            return [said, self.is_surprised(first, second)]
        again = self.beat(second.moment, f"{win.server} says every {ms(heartbeat_of(win))} that it leads: its "
                          f"heartbeat. Each sets {self.id}'s timer to a new time. {self.id} does not see who "
                          "else follows.")
        return [said, again]

    def next(self, win: Step, after: Step) -> Step | None:
        """The next step that matters to it: a word of its leader, its timer runs out, or a higher term is heard of."""
        return self.record.first(lambda step: step.server == self.id and (
            self.is_word_of(win, step) or step.stands or step.term > step.before.current_term), after.number + 1)

    def is_word_of(self, win: Step, step: Step | None) -> bool:
        """Whether a step brings it a message of the leader of this term."""
        message = step and step.event.kind == "receive" and step.event.message
        return isinstance(message, AppendEntries) and message.term == win.term == step.term

    def is_surprised(self, before: Step, step: Step | None) -> Beat:
        """What comes instead of the leader's word: nothing, a timer that runs out, or another election."""
        who = self.id
        if step is None:
            end = self.record.end
            return self.beat(end, f"Then {who} hears nothing more, until {ms(end.at)}.")
        if step.stands:
            waited = step.event.at - self.record.timer_set(step)
            return self.beat(step.moment, f"Then {who} hears of no leader for {ms(waited)}. Its timer runs out: it "
                             f"becomes a candidate, and starts term {step.term}.")
        return self.beat(step.moment, f"Then a message of {step.event.message.sender} says term {step.term}. It is "
                         f"higher than {who}'s: another election has begun.")
