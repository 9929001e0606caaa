"""Two sides of a cut: who leads, whose commands count, and what becomes of them when the network is whole again."""
from raftlib.simulation.cluster import Cluster
from raftlib.stories.elections import all_unled, leads_at
from raftlib.stories.giving_way import deletes, gives_way, gives_way_and_deletes
from raftlib.stories.leading import led, settled
from raftlib.stories.no_leader import cannot_begin
from raftlib.stories.record import Moment, Record, Step
from raftlib.stories.story import LOG, ROLE, TERM, Beat, Story, Turn, in_order
from raftlib.stories.telling import Telling
from raftlib.stories.words import names, number, own_and

SETTLES = 80  # ms that the leader has led when the first command comes
WHOLE = 200  # ms that this one may take to reach everyone before the cut
APART = 60, 1200, 150  # ms: until the first command, that the second leader may take, and after the second command
BETWEEN = 15  # ms from equal logs to what comes next
TOGETHER = 800  # ms that the healing may take
SHOWS = ROLE, TERM, LOG


def two_sides_of_a_cut(seed: int = 7, followers_kept: int = 1, election_timeout=(150, 300),
                       latency=(5, 15), sliders=None) -> Telling:
    """What each side of a cut network can do, and what is left of it; `followers_kept` stay on the leader's side.

    Times are in ms. `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that
    its slider does not have, and for sliders of no setting.
    """
    return Telling(story, sliders, seed=seed, followers_kept=followers_kept, election_timeout=election_timeout,
                   latency=latency)


def story(**settings) -> Story:
    """The story of the cluster with these settings."""
    return Story(run(**settings), beats)


def run(followers_kept: int = 1, **settings) -> Cluster:
    """Five servers with a leader and a command are cut in two; each side gets another one; the cut is mended."""
    cluster = Cluster(servers=5, **settings)
    if not led(cluster, SETTLES):
        return cluster
    cluster.submit("x=1")
    cluster.run(until=are_equal, limit=WHOLE)
    cluster.run(for_=BETWEEN)
    old = settled(cluster)
    if not old:
        return cluster
    others = [id for id in cluster.servers if id != old]
    here, there = [old, *others[:followers_kept]], others[followers_kept:]
    cluster.cut(here, there)
    alone, second, answer = APART
    cluster.run(for_=alone)
    cluster.submit("x=2", to=old)
    cluster.run(until=lambda c: any(id in there for id in c.leaders), limit=second)
    leading = [id for id in cluster.leaders if id in there]
    cluster.run(for_=alone)
    cluster.submit("x=3", to=(leading or there)[-1])
    cluster.run(for_=answer)
    cluster.heal()
    cluster.run(until=are_equal, limit=TOGETHER)
    cluster.run(for_=BETWEEN)
    return cluster


def are_equal(cluster: Cluster) -> bool:
    """Whether all logs are equal, one leads, and everything is carried out everywhere."""
    servers = cluster.servers.values()
    return (len({each.log for each in servers}) == 1 and len(cluster.leaders) == 1
            and all(each.last_applied == each.log.last_index for each in servers))


class Cut:
    """The sides of a cut, the leader that was cut off, when it is mended, and what was sent to whom meanwhile."""

    def __init__(self, record: Record):
        self.record = record
        self.step = record.first(lambda step: step.event.kind == "cut")
        if not self.step:
            return
        self.healed = record.first(lambda step: step.event.kind == "heal", self.step.number)
        states = record.states(self.step.number)
        self.old = max((id for id, state in states.items() if state.role == "leader"),
                       key=lambda id: states[id].current_term)
        away = {other for id, other in self.step.event.detail if id == self.old}
        servers = record.history.servers
        self.here = [id for id in servers if id not in away]
        self.there = [id for id in servers if id in away]
        self.second = record.first(lambda step: step.server in self.there and step.wins, self.step.number,
                                   self.healed.number)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """What was cut, each link once."""
        return tuple((id, other) for id in self.here for other in self.there)

    def answer(self, server: str, command: str) -> Step | None:
        """A server's answer to a command while the cut lasts; None if there is none."""
        return self.record.first(lambda step: step.event.kind == "answer" and step.server == server
                                 and step.event.detail[0] == command, self.step.number, self.healed.number)

    def holders(self, command: str, count: int) -> list[str]:
        """Whose log has a command after the first so many events."""
        return [id for id, state in self.record.states(count).items() if has(state, command)]


def has(state, command: str) -> bool:
    """Whether a log has a command."""
    return any(entry.command == command for entry in state.log.entries)


def beats(record: Record) -> list[Beat]:
    """From the cut to equal logs, or as far as it comes."""
    cut = Cut(record)
    if not cut.step:
        return cannot_begin(record)
    apart = falls_apart(cut)
    unled = [beat._replace(shows=SHOWS) for beat in all_unled(record, cut.step.number)]
    told = [*whole(record, cut), apart, *first_command(record, cut), *unled, *other_side(record, cut),
            *second_command(record, cut), *together(record, cut)]
    return [*in_order(sorted(told, key=lambda beat: beat.moment)), turn(cut, apart)]


def turn(cut: Cut, apart: Beat) -> Turn:
    """The cut again: a command to the old leader, and one to the other side, by hand."""
    other = f"Then do the same with {cut.there[-1]}, on the other side."
    if cut.second:
        other = "Once the other side has a leader, do the same there."
    return apart.handed_over(f"The cut again: click {cut.old}, type x=4, press Send, ▶. {other} Which answers?")


def whole(record: Record, cut: Cut) -> list[Beat]:
    """The last moment before the cut, if a command has reached everyone by then."""
    states = record.states(cut.step.number)
    answer = record.last(lambda step: step.event.kind == "answer" and step.server == cut.old, cut.step.number)
    if not answer or any(not state.last_applied for state in states.values()):
        return []
    command, before = answer.event.detail[0], Moment(cut.step.moment.at, cut.step.number)
    who = record.client(command)
    return [Beat(before, f"{who} has told {cut.old}: {command}. All {number(record.size)} hold it; it is committed. "
                 f"{who} has its answer.", (cut.old,), shows=(ROLE, LOG))]


def falls_apart(cut: Cut) -> Beat:
    """The cut."""
    return Beat(cut.step.moment, f"The network is cut: {names(cut.here)} here; {names(cut.there)} there. No message "
                f"crosses. {cut.old} is still the leader.", (cut.old,), shows=(ROLE, LOG))


def first_command(record: Record, cut: Cut) -> list[Beat]:
    """What becomes of a command on the old leader's side while the cut lasts."""
    taken = record.first(lambda step: step.event.kind == "command" and step.server == cut.old
                         and len(step.after.log.entries) > len(step.before.log.entries), cut.step.number,
                         cut.healed.number)
    if not taken:
        return []
    command, size = taken.event.detail, number(record.size)
    tells = f"{record.client(command)} tells {cut.old}: {command}."
    answer = cut.answer(cut.old, command)
    if answer:
        holders = cut.holders(command, answer.number + 1)
        return [Beat(answer.moment, f"{tells} {number(len(holders)).capitalize()} of {size} hold it, a majority: "
                     f"{cut.old} commits it and answers.", tuple(holders), shows=SHOWS)]
    written = record.last(lambda step: step.after is not None and has(step.after, command)
                          and not has(step.before, command), cut.healed.number)
    holders = cut.holders(command, written.number + 1)
    hold = "holds" if len(holders) == 1 else "hold"
    said = (f"Only {number(len(holders))} of {size} {hold} it, no majority: {cut.old} can't commit it, and gives no "
            "answer.")
    if len(holders) >= record.majority:
        said = (f"{number(len(holders)).capitalize()} of {size} hold it, but {cut.old} has not heard so: the client "
                "has no answer yet.")
    return [Beat(written.moment, f"{tells} {said}", tuple(holders), shows=SHOWS)]


def other_side(record: Record, cut: Cut) -> list[Beat]:
    """The search for a leader on the other side."""
    stood = record.first(lambda step: step.server in cut.there and step.stands, cut.step.number, cut.healed.number)
    size = number(record.size)
    if not cut.second:
        if not stood:
            return []
        why = f"only {number(len(cut.there))} of {size} can hear it ask: no majority, no leader"
        if len(cut.there) >= record.majority:
            why = "no leader is found there as long as the cut lasts"
        return [Beat(stood.moment, f"The other side hears no leader. {stood.server}'s timer runs out, but {why}.",
                     tuple(cut.there), shows=SHOWS)]
    second = cut.second
    won = with_votes(record, second)
    told = [won._replace(said=f"The other side hears no leader. {second.server}'s timer runs out, and w{won.said[1:]}")]
    if stood.term < second.term:
        told = [Beat(stood.moment, f"The other side hears no leader. {stood.server}'s timer runs out: it asks for "
                     f"votes in term {stood.term}.", (stood.server,), shows=SHOWS), won]
    old = record.states(second.number + 1)[cut.old]
    if old.role == "leader":
        told.append(Beat(second.moment, f"Now two servers lead, {cut.old} in term {old.current_term} and "
                         f"{second.server} in term {second.term}. But only one of them has a majority.",
                         (cut.old, second.server), shows=SHOWS))
    return told


def with_votes(record: Record, win: Step) -> Beat:
    """A server is elected."""
    who, votes = win.server, win.after.votes
    return Beat(win.moment, f"With {number(len(votes))} votes of {number(record.size)}, "
                f"{own_and(id for id in votes if id != who)}, {who} leads term {win.term}.", (who, *votes), shows=SHOWS)


def second_command(record: Record, cut: Cut) -> list[Beat]:
    """What becomes of a command on the other side."""
    sent = record.first(lambda step: step.event.kind == "command" and step.server in cut.there, cut.step.number,
                        cut.healed.number)
    if not sent:
        return []
    who, command, size = sent.server, sent.event.detail, number(record.size)
    client, answer = record.client(command), cut.answer(who, command)
    if answer:
        holders = cut.holders(command, answer.number + 1)
        return [Beat(answer.moment, f"{client} tells {who}: {command}. {number(len(holders)).capitalize()} of {size} "
                     f"hold it, a majority: it is committed. {client} has its answer.", tuple(holders), shows=SHOWS)]
    if has(sent.after, command):
        return []
    return [Beat(sent.moment, f"{client} tells {who}: {command}. {who} is no leader and can't take it. {client} must "
                 "wait.", (who,), shows=SHOWS)]


def together(record: Record, cut: Cut) -> list[Beat]:
    """The cut is mended: who gives way, what is deleted, and what is left."""
    terms = {state.current_term for state in record.states(cut.healed.number).values()}
    higher = ", and with them the higher term" if len(terms) > 1 else ""
    told = [Beat(cut.healed.moment, f"The cut is healed. Messages cross again{higher}.", links=cut.links, shows=SHOWS)]
    deleted = record.first(lambda step: any(note[0] == "AE3" for note in step.event.notes), cut.healed.number)
    yields = record.first(lambda step: step.server == cut.old and step.stops_leading, cut.healed.number)
    if yields and yields is deleted:
        told += gives_way_and_deletes(record, yields)
    else:
        told += [*([gives_way(yields)] if yields else []), *([deletes(record, deleted)] if deleted else [])]
    win = record.first(lambda step: step.wins, cut.healed.number)
    return [*told, *([with_votes(record, win)] if win else []), left_over(record)]


def left_over(record: Record) -> Beat:
    """The logs at the end, and what the clients were told."""
    end = record.end
    states = record.states(end.count)
    answered = [step.event.detail[0] for step in record.steps if step.event.kind == "answer"]
    if len({state.log for state in states.values()}) > 1:
        leader = leads_at(record, end)
        first = f"{leader}'s messages" if leader else "a leader must be found first, and its messages"
        said = f"The logs are not all equal yet: {first} must reach everyone."
    elif answered:
        said = (f"All {number(record.size)} logs are equal again. What a client got an answer for is in them: "
                f"{names(answered)}.")
    else:
        said = f"All {number(record.size)} logs are equal again. No client got an answer in this run."
    return Beat(end, said, record.history.servers, shows=SHOWS)
