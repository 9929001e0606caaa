"""A lost answer: the client can't tell it from a lost request, asks again, and its command may be done twice."""
from collections.abc import Callable, Iterator
from itertools import pairwise

from raftlib.protocol.messages import ClientReply, ClientRequest
from raftlib.protocol.serving import ServingServer
from raftlib.protocol.state import LEADER
from raftlib.simulation.clients import Client
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.key_value import KeyValue
from raftlib.simulation.network import Flight
from raftlib.simulation.sessions import SessionKeyValue, session_of
from raftlib.stories import elections
from raftlib.stories.leading import led
from raftlib.stories.no_leader import cannot_begin
from raftlib.stories.record import Moment, Record, Step
from raftlib.stories.settings import Tick
from raftlib.stories.story import LOG, ROLE, Beat, Story
from raftlib.stories.telling import Telling
from raftlib.stories.words import ms, names, number, times
from raftlib.widgets.player.page_words import Slider

WANTED = "x+=1"
SETTLES = 80  # ms that the leader has led when the client comes
AT_MOST, AFTERWARDS = 3000, 150  # ms that the client may wait for its answer, and that the run goes on for then
OWN = (
    Tick("sessions", "with sessions"),
    Slider("timeout", "", "the client waits", 20, 400, 10, " ms"),
    Slider("retry", "", "asks again up to", 0, 3, 1, " ×"),
)
SHOWS = ROLE, LOG


def a_lost_answer(seed: int = 7, sessions: bool = False, timeout: float = 150, retry: int = 3, loss: float = 0,
                  sliders=None) -> Telling:
    """What becomes of x+=1 when the first answer is lost, and the client asks again, with or without sessions (§6.3).

    `timeout` (ms) is how long the client waits, `retry` how often it asks again at most, and `loss` the share of all
    other messages that are lost. `sliders` names the settings that can be changed, all if not given. Raises ValueError
    for a setting that its slider does not have, and for sliders of no setting.
    """
    return Telling(story, sliders, own=OWN, seed=seed, sessions=sessions, timeout=timeout, retry=retry, loss=loss)


def story(**settings) -> Story:
    """The story of the client with these settings."""
    return Story(run(**settings), beats)


def run(sessions: bool = False, timeout: float = 150, retry: int = 3, **settings) -> Cluster:
    """Three servers with a leader, and a client that asks for x+=1; the first answer is lost half-way."""
    cluster = Cluster(3, server=ServingServer, machine=SessionKeyValue if sessions else KeyValue, **settings)
    if not led(cluster, SETTLES):
        return cluster
    client = Client(cluster, retry=retry, timeout=timeout)
    client.ask(WANTED)
    cluster.run(until=lambda c: answers(c) or not client.is_waiting, limit=AT_MOST)
    for answer in answers(cluster):
        if answer.arrives > answer.sent:
            cluster.run(to=(answer.sent + answer.arrives) // 2 / 1000)
        cluster.drop(answer)
    cluster.run(until=lambda c: not client.is_waiting, limit=AT_MOST)
    cluster.run(for_=AFTERWARDS)
    return cluster


def answers(cluster: Cluster) -> list[Flight]:
    """The answers to the client's command that are under way."""
    return [flight for flight in cluster.in_flight if is_answer(flight.message)]


def is_answer(message) -> bool:
    """Whether a message tells the client what its command has led to."""
    return isinstance(message, ClientReply) and message.done and session_of(message.answer) is None


def value(state) -> int:
    """What x is on a server: the same with and without sessions."""
    machine = SessionKeyValue()
    for entry in state.applied_log.entries:
        machine.apply(entry.command)
    return machine.values.get("x", 0)


def entries(state) -> list:
    """The entries of a log that have the client's command."""
    return [entry for entry in state.log.entries if entry.command.endswith(WANTED)]


def beats(record: Record) -> list[Beat]:
    """From the client's first request to what it is told, and what x is in the end, or as far as it comes."""
    if not record.history.clients:
        return cannot_begin(record)
    told = Narrator(record).all()
    return [*told, told[0].handed_over("Back to where C1 has just asked. Lose a different message: press ▶, stop, "
                                    "click it, drop it. Is x ever 2?")]


def uses_sessions(record: Record) -> bool:
    """Whether the client opens a session first."""
    return record.first(has_reason("§6.3 opens")) is not None


def has_reason(reason: str) -> Callable[[Step], bool]:
    """Whether a step has this reason."""
    return lambda step: any(each == reason for each, *_ in step.event.notes)


def values_of(step: Step, reason: str) -> list:
    """The values of a step's reason, without whose it is."""
    return next(values for each, _, *values in step.event.notes if each == reason)


class Narrator:
    """Goes through a run once, and tells of each thing that happens to the client and its command when it is new."""

    def __init__(self, record: Record):
        self.record = record
        self.said: set[str] = set()  # the kinds of beats there are so far
        self.known: set = set()  # places (index, term) of entries that a leader has carried out
        self.client = record.history.clients[0]

    def all(self) -> list[Beat]:
        """Every beat, in the order of what it tells of; messages are looked at before anything else is told of."""
        found = list(self.found())
        return [beat._replace(moment=max(step.moment, min(beat.moment, Moment(later.event.at, later.number))))
                for (step, beat), (later, _) in pairwise(found)] + [found[-1][1]]

    def found(self) -> Iterator[tuple[Step, Beat]]:
        """Every beat, and the step that it tells of; of the end, the last one."""
        start = self.record.first(lambda step: step.event.kind == "ask").number
        for step in self.record.steps[start:]:
            beat = next(filter(None, (tell(step) for tell in (
                self.asks, self.opened, self.sent_on, self.written, self.carried_out, self.answer, self.lost,
                self.again, self.told))), None)
            if beat:
                yield step, beat
            if has_reason("§6.2 answered")(step) or has_reason("§6.3 gives up")(step):
                break
        beat = self.end(step)
        if beat:
            yield self.record.steps[-1], beat

    def is_new(self, kind: str) -> bool:
        """Whether nothing of this kind has been told of yet; from now on something has."""
        is_new = kind not in self.said
        self.said.add(kind)
        return is_new

    def amid(self, step: Step, said: str, servers=(), shows=SHOWS) -> Beat:
        """A beat while what a step sent is under way."""
        flights = step.event.sent
        moment = self.record.amid(flights) if flights else step.moment
        return Beat(moment, said, tuple(servers), tuple(flight.number for flight in flights), shows=shows)

    def asks(self, step: Step) -> Beat | None:
        """The client's first request."""
        if step.event.kind != "ask":
            return None
        leader = elections.leads_at(self.record, step.moment)
        server = step.event.sent[0].message.receiver
        said = (f"It asks {server} for a session, in which its commands have numbers." if uses_sessions(self.record)
                else f"It wants x to be 1 more, and asks {server}: {WANTED}.")
        return self.amid(step, f"{leader} leads, but {self.client}, a client, does not know that. {said}",
                         (leader, self.client), shows=(ROLE,))

    def opened(self, step: Step) -> Beat | None:
        """The client has a session, and asks for its command."""
        if not has_reason("§6.3 opened")(step):
            return None
        session, server, _, serial = values_of(step, "§6.3 opened")
        command = step.event.sent[0].message.command
        return self.amid(step, f"{self.client} has session {session}. Now it asks {server} for {WANTED}, numbered "
                         f"{command.split(':')[0]}: request {serial} of session {session}. (To open it was request 1.)",
                         (self.client,))

    def sent_on(self, step: Step) -> Beat | None:
        """The first server that sends the client on to another one, and the first one after it has asked again."""
        kind = next((kind for kind in ("§6.2 follows", "§6.2 pauses") if has_reason(kind)(step)), None)
        if not kind or not self.is_new("sent on"):
            return None
        if kind == "§6.2 follows":
            asked, leader, _ = values_of(step, kind)
            return self.amid(step, f"{asked} does not lead: it does nothing with the request, and names {leader}. So "
                             f"{self.client} asks {leader}.", (asked, leader), shows=(ROLE,))
        asked, _, next_one, pause = values_of(step, kind)
        return self.amid(step, f"{asked} does not lead, and names nobody new. {self.client} will ask {next_one} in "
                         f"{pause:g} ms.", (asked,), shows=(ROLE,))

    def written(self, step: Step) -> Beat | None:
        """A leader has the command at the end of its log, for the first time or once more."""
        if not isinstance(step.event.message, ClientRequest) or not step.after or step.event.kind != "receive":
            return None
        count = len(entries(step.after))
        if count == len(entries(step.before)):
            return None
        who, command = step.server, step.after.log.entries[-1].command
        to = [flight.message.receiver for flight in step.event.sent]
        if count > 1 and uses_sessions(self.record):
            said = f"{who} writes {command} into its log again. The number is the same: it is no new command."
        elif count > 1:
            said = f"{who} can't know that this is the same request: it writes {command} into its log once more."
        else:
            said = f"{who} writes {command} into its log, and sends it to {names(to)}. {self.client} waits."
        return self.amid(step, said, (who,))

    def carried_out(self, step: Step) -> Beat | None:
        """A leader commits the command and carries it out, or finds that it has done so already."""
        if not step.after or step.after.role != LEADER or step.after.last_applied == step.before.last_applied:
            return None
        done = {(index, entry.term) for index, entry in enumerate(step.after.log.entries, 1)
                if entry.command.endswith(WANTED) and step.before.last_applied < index <= step.after.last_applied}
        if done <= self.known:
            return None
        self.known |= done
        return Beat(step.moment, self.how_carried_out(step, len(done)), (step.server,), shows=SHOWS)

    def how_carried_out(self, step: Step, count: int) -> str:
        """What so many entries do to x."""
        who, before, after = step.server, value(step.before), value(step.after)
        if count > 1:
            return f"{who} commits {number(count)} entries with {WANTED} at once. x is {after} there now."
        if after == before:
            return (f"Committed, but not carried out: {who} remembers that number, and the answer it gave. x is still "
                    f"{after}.")
        if after > 1:
            return f"{who} carries it out, and now {WANTED} has been done {times(after)}: x is {after}."
        holders = 1 + sum(match >= step.after.last_applied for match in step.after.match_index)
        return (f"{number(holders).capitalize()} of {number(self.record.size)} hold it, a majority: it is committed. "
                f"{who} carries it out: x is {after}.")

    def answer(self, step: Step) -> Beat | None:
        """The first answer sets out."""
        if step.event.kind != "reply" or not is_answer(step.event.sent[0].message) or not self.is_new("answer"):
            return None
        return self.amid(step, f"Now {step.server} sends {self.client} the answer: {step.event.detail[1]}.",
                         (step.server,))

    def lost(self, step: Step) -> Beat | None:
        """The first answer, and the first request, that is lost."""
        if step.event.kind != "lost":
            return None
        message = step.event.message
        if is_answer(message) and self.is_new("lost answer"):
            said = (f"The answer is lost on its way. {message.sender} does not notice. {self.client} hears nothing, "
                    "and waits.")
        elif isinstance(message, ClientRequest) and self.is_new("lost request"):
            said = f"The request to {message.receiver} is lost on its way. {self.client} does not notice, and waits."
        else:
            return None
        return Beat(step.moment, said, (self.client,), (step.event.flight.number,), shows=SHOWS)

    def again(self, step: Step) -> Beat | None:
        """The client asks again."""
        if not has_reason("§6.3 again")(step):
            return None
        silent, waited, server, _, _ = values_of(step, "§6.3 again")
        if self.is_new("again"):
            self.said.discard("sent on")  # the other one may send it on, too
            return self.amid(step, f"No answer for {waited:g} ms: is the request lost or late, or the answer, or is "
                             f"{silent} down? {self.client} can't know. It asks another: {server}.", (self.client,))
        return self.amid(step, f"Again no answer for {waited:g} ms: {self.client} asks {server}.", (self.client,))

    def told(self, step: Step) -> Beat | None:
        """The client has its answer, or gives up."""
        if has_reason("§6.3 gives up")(step):
            _, waited, _ = values_of(step, "§6.3 gives up")
            return Beat(step.moment, f"No answer for {waited:g} ms: {self.client} gives up. It does not know whether "
                        f"{WANTED} was carried out.", (self.client,), shows=SHOWS)
        if not has_reason("§6.2 answered")(step):
            return None
        _, who, answer = values_of(step, "§6.2 answered")
        state = self.record.states(step.number)[who]
        done, written = int(answer.split("=")[1]), len(entries(state))
        if done > 1:
            said = f"It wanted 1 more, and got {done}: {WANTED} was carried out {times(done)}."
        elif written > 1:
            said = f"{WANTED} stands {times(written)} in the log of {who}; it was carried out {times(value(state))}."
        else:
            said = f"{WANTED} was carried out once."
        return Beat(step.moment, f"{self.client} is told {answer}. {said}", (self.client, who), shows=SHOWS)

    def end(self, last: Step) -> Beat | None:
        """What x is in the end, where the client does not know it."""
        end = self.record.end
        states = self.record.states(end.count)
        who = max(states, key=lambda id: states[id].last_applied)
        x = value(states[who])
        is_answered = has_reason("§6.2 answered")(last)
        if is_answered and int(values_of(last, "§6.2 answered")[2].split("=")[1]) == x:
            return None
        if is_answered:
            said = f"By {ms(end.at)} x is {x} on {who}, since more of its requests have been carried out."
        elif has_reason("§6.3 gives up")(last):
            said = f"By {ms(end.at)} x is {x} on {who}. {self.client} has given up."
        else:
            said = f"By {ms(end.at)} x is {x} on {who}, and {self.client} still waits for an answer."
        return Beat(end, said, (who,), shows=SHOWS)
