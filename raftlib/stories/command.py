"""A command's journey: from the client into the leader's log, to the followers, committed, answered, told to all."""
from copy import deepcopy

from raftlib.protocol.messages import AppendEntries
from raftlib.simulation.cluster import Cluster
from raftlib.stories.leading import led
from raftlib.stories.no_leader import cannot_begin
from raftlib.stories.record import Moment, Record, Step
from raftlib.stories.story import LOG, ROLE, Beat, Story, in_order
from raftlib.stories.telling import Telling
from raftlib.stories.words import ms, number

SETTLES = 80  # ms that the leader has led when the command comes
COMMAND = "x=5"
RESTS = 10, 300  # how often it may be tried to find a moment of rest, and how long each may take (ms)
AT_WORK = 1000  # ms that the command may take to reach everyone
SHOWS = ROLE, LOG


def a_commands_journey(seed: int = 7, heartbeat: float = 50, latency=(5, 15), loss: float = 0,
                       sliders=None) -> Telling:
    """How a client's command x=5 comes to be carried out on every server; heartbeat and latency in ms.

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, seed=seed, heartbeat=heartbeat, latency=latency, loss=loss)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats)


def run(**settings) -> Cluster:
    """Five servers with a leader, a command, until all have carried it out."""
    cluster = Cluster(servers=5, **settings)
    if not led(cluster, SETTLES):
        return cluster
    cluster = at_rest(cluster)
    cluster.submit(COMMAND)
    cluster.run(until=lambda c: all(each.last_applied for each in c.servers.values()), limit=AT_WORK)
    cluster.run(for_=15)
    return cluster


def at_rest(cluster: Cluster) -> Cluster:
    """The run up to a moment after which no heartbeat brings the command a second time, as if the first were too late.

    Then no message is under way, nor is a heartbeat due before all have replied. Where there is no such moment soon,
    the run as it is.
    """
    tries, limit = RESTS
    tried = deepcopy(cluster)
    for _ in range(tries):
        if not tried.run(until=lambda c: not c.in_flight, limit=limit):
            break
        if is_undisturbed(deepcopy(tried)):
            return tried
        tried.run(until=lambda c: c.in_flight, limit=limit)
    return cluster


def is_undisturbed(cluster: Cluster) -> bool:
    """Whether a command that is sent now is sent on once, and has all replies, before the leader speaks again."""
    cluster.submit(COMMAND)
    start = len(cluster.history)
    cluster.run(until=lambda c: not c.in_flight, limit=RESTS[1])
    return not any(event.kind == "heartbeat timeout" for event in cluster.history[start:])


class Journey:
    """The steps of a command's way: taken by a leader, held by others, committed, answered, told, carried out."""

    def __init__(self, record: Record):
        self.record = record
        self.taken = record.first(lambda step: step.event.kind == "command"
                                  and step.after.log.last_index > step.before.log.last_index)
        if not self.taken:
            return
        self.leader, self.command = self.taken.server, self.taken.event.detail
        self.index, self.entry = self.taken.after.log.last_index, self.taken.after.log.entries[-1]
        start = self.taken.number
        self.held = record.first(lambda step: step.server != self.leader and self.holds(step.after)
                                 and not self.holds(step.before), start)
        self.second = self.held and record.first(lambda step: step.server not in (self.leader, self.held.server)
                                                 and self.holds(step.after), self.held.number)
        self.committed = record.first(lambda step: step.server == self.leader and self.holds(step.after)
                                      and step.after.commit_index >= self.index, start)
        self.answer = record.first(lambda step: step.event.kind == "answer" and step.server == self.leader, start)
        self.told = self.committed and record.first(
            lambda step: step.server == self.leader and any(map(self.tells, step.event.sent)), self.committed.number)

    def holds(self, state) -> bool:
        """Whether a server's log has the command's entry."""
        return state is not None and state.log.entry_at(self.index) == self.entry

    def carries(self, flight) -> bool:
        """Whether a message brings the entry."""
        message = flight.message
        return isinstance(message, AppendEntries) and self.entry in message.entries

    def tells(self, flight) -> bool:
        """Whether a message says that the entry is committed."""
        message = flight.message
        return isinstance(message, AppendEntries) and message.leader_commit >= self.index

    def lost(self) -> tuple[Step, str] | None:
        """The first message with the entry that was lost, and sent again to that follower: the loss, and to whom."""
        for step in self.record.all(lambda step: step.event.kind == "lost" and self.carries(step.event.flight)):
            to = step.event.message.receiver
            again = self.record.first(lambda later, to=to: any(
                self.carries(flight) and flight.message.receiver == to for flight in later.event.sent), step.number)
            if again and again.server == self.leader:
                return step, to
        return None

    def holders(self, count: int) -> list[str]:
        """Who has the entry after the first so many events."""
        return [id for id, state in self.record.states(count).items() if self.holds(state)]

    def done(self, count: int) -> list[str]:
        """Who has carried it out by then."""
        return [id for id, state in self.record.states(count).items() if self.carried_out(state)]

    def carried_out(self, state) -> bool:
        """Whether a server has carried out the command."""
        return self.holds(state) and state.last_applied >= self.index


def beats(record: Record) -> list[Beat]:
    """From the client to every copy, or as far as it comes."""
    journey = Journey(record)
    if not journey.taken:
        return cannot_begin(record)
    told = [*into_the_log(record, journey), *filter(None, [to_a_follower(record, journey), lost(journey)])]
    told = sorted(told, key=lambda beat: beat.moment)
    told += committed(record, journey) if journey.answer else [nothing(record, journey)]
    told = in_order(sorted(told, key=lambda beat: beat.moment))
    sent = told[2]
    return [*told, sent.handed_over(f"We are back at {ms(sent.moment.at)}. Click {journey.leader}, press "
                                    f"Crash, then ▶. Will {journey.command} be there when the next leader is found?")]


def into_the_log(record: Record, journey: Journey) -> list[Beat]:
    """The leader takes the command, writes it down and sends it on."""
    who, taken, command = journey.leader, journey.taken, journey.command
    flights = [flight for flight in taken.event.sent if journey.carries(flight)]
    return [
        Beat(taken.moment, f"A client tells the leader, {who}, a command: {command}. Only a leader takes commands.",
             (who,), shows=(ROLE,)),
        Beat(taken.moment, f"{who} writes {command} at the end of its log, the list of all commands. It does not carry "
             "it out yet.", (who,), shows=SHOWS),
        Beat(record.amid(flights), f"{who} sends {command} to the other {number(record.size - 1)}: each is to write "
             "the same command at the same place.", (who,), tuple(flight.number for flight in flights), shows=SHOWS)]


def to_a_follower(record: Record, journey: Journey) -> Beat | None:
    """The first follower has it, and says so; None if none has."""
    if not journey.held:
        return None
    who, replies = journey.held.server, journey.held.event.sent
    moment, second = record.amid(replies), journey.second
    if second:  # it is not the only one then
        moment = min(moment, Moment(second.event.at, second.number))
    return Beat(moment, f"{who} is the first to get it: it writes {journey.command} into its own log and "
                f"says yes to {journey.held.event.message.sender}.", (who,), tuple(each.number for each in replies),
                shows=SHOWS)


def lost(journey: Journey) -> Beat | None:
    """A message is lost, and sent again; None if none is."""
    found = journey.lost()
    if not found:
        return None
    step, to = found
    return Beat(step.moment, f"The message to {to} gets lost. No harm: {journey.leader} will send {journey.command} to "
                f"{to} again, with a later one.", (to,), (step.event.flight.number,), shows=SHOWS)


def committed(record: Record, journey: Journey) -> list[Beat]:
    """The majority, the answer, and how the others hear of it."""
    commit, who, command = journey.committed, journey.leader, journey.command
    state = commit.after
    yes = [peer for peer, match in zip(state.peers, state.match_index, strict=True) if match >= journey.index]
    size = number(record.size)
    answer = journey.answer
    took = ms(answer.event.at - journey.taken.event.at)
    told = [
        Beat(commit.moment, f"{number(len(yes)).capitalize()} have said yes; with {who} itself that is "
             f"{number(len(yes) + 1)} of {size}: a majority. {command} is committed: it can't get lost any more.",
             (who, *yes), shows=SHOWS),
        Beat(answer.moment, f"Only now {who} carries it out, and answers the client: {answer.event.detail[1]}. That "
             f"took {took} in all.", (who,), shows=SHOWS)]
    if journey.told:
        flights = [flight for flight in journey.told.event.sent if journey.tells(flight)]
        told.append(Beat(record.amid(flights), f"The others don't know yet that {command} is committed. {who}'s next "
                         f"message tells them, {ms(journey.told.event.at - commit.event.at)} later.", (who,),
                         tuple(flight.number for flight in flights), shows=SHOWS))
    return [*told, everywhere(record, journey)]


def everywhere(record: Record, journey: Journey) -> Beat:
    """The last copy; or how many have carried it out by the end."""
    firsts = [record.first(lambda step, id=id: step.server == id and journey.carried_out(step.after))
              for id in record.history.servers]
    last = max(firsts) if all(firsts) else None
    size = number(record.size)
    if last:
        return Beat(last.moment, f"All {size} have carried out {journey.command}, "
                    f"{ms(last.event.at - journey.taken.event.at)} after the client sent it: {size} equal copies.",
                    record.history.servers, shows=SHOWS)
    end = record.end
    done = journey.done(end.count)
    return Beat(end, f"By {ms(end.at)} {number(len(done))} of {size} have carried it out. The others have not heard of "
                "it yet.", tuple(done), shows=SHOWS)


def nothing(record: Record, journey: Journey) -> Beat:
    """The run ends, and the client was told nothing."""
    end = record.end
    holders = journey.holders(end.count)
    return Beat(end, f"By {ms(end.at)} {number(len(holders))} of {number(record.size)} servers hold {journey.command}, "
                "and the client has no answer: it is not known to be committed.", tuple(holders), shows=SHOWS)
