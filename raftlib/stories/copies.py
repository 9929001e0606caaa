"""Three copies and one order: what becomes of copies that hear their clients in turn, and what a leader changes."""
from random import Random

from raftlib.protocol.log import Entry
from raftlib.protocol.server import Server
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import History
from raftlib.simulation.key_value import KeyValue
from raftlib.stories.leading import led
from raftlib.stories.no_leader import MESSAGES, move_back
from raftlib.stories.record import Record, Step
from raftlib.stories.story import LOG, ROLE, Beat, Story, in_order
from raftlib.stories.telling import Telling
from raftlib.stories.words import ms, names, number

IDS = "S1", "S2", "S3"
COMMANDS = "x=5", "x+=1"
NEVER = 10**9  # µs: when the timers of servers that search no leader run out
LONGEST = 1000  # ms that the commands may take
SETTLES = 80  # ms that the leader has led when the first command is sent


def three_copies_one_order(seed: int = 7, latency=(5, 15), sliders=None) -> Telling:
    """Two commands reach three copies, in any order; and then through a leader. Latency in ms.

    `sliders` names the settings that have one, all if not given. Raises ValueError for a setting that its slider does
    not have, and for sliders of no setting.
    """
    return Telling(story, sliders, seed=seed, latency=latency)


def story(**settings) -> Story:
    """The story of the copies with these settings."""
    return Story(run(**settings), beats, before=Story(without_order(**settings), beats_without_order))


def arrivals(seed: int, latency) -> list[tuple[int, str, str]]:
    """When (µs) each command comes to each server that both clients send it to at the same time, in order.

    What arrives together is in the order of COMMANDS, as with `broadcast`.
    """
    low, high = (round(end * 1000) for end in latency)
    draw = Random(f"{seed}/clients")
    return sorted(((draw.randint(low, high), id, command) for command in COMMANDS for id in IDS),
                  key=lambda arrival: arrival[:2])


def without_order(seed: int = 7, latency=(5, 15)) -> History:
    """The record of three servers that do not know of each other, and carry out what they hear, as they hear it."""
    history = History(IDS)
    servers = {id: Server(id, [id]) for id in IDS}
    for id, server in servers.items():
        history.record((0, "start", id, None, (), (), server.freeze(), NEVER, None))
    for at, id, command in arrivals(seed, latency):
        server = servers[id]
        server.log = server.log.append(Entry(0, command))
        server.commit_index = server.log.last_index
        server.apply_committed()
        history.record((at, "command", id, None, (), (), server.freeze(), NEVER, command))
    history.lasts_until(round(latency[1] * 1000))
    return history


def run(seed: int = 7, latency=(5, 15)) -> Cluster:
    """Three servers with a leader, to which both clients send their command, until all have carried out both."""
    cluster = Cluster(servers=3, seed=seed, latency=latency)
    leader = led(cluster, SETTLES)
    if not leader:
        return cluster
    start = cluster.time
    for at, id, command in arrivals(seed, latency):
        if id == leader:
            cluster.run(to=start + at / 1000)
            cluster.submit(command, to=leader)
    cluster.run(until=lambda c: all(each.last_applied == 2 for each in c.servers.values()), limit=LONGEST)
    cluster.run(for_=15)
    return cluster


def value(state) -> str:
    """What a server holds when it has carried out its log."""
    machine = KeyValue()
    for entry in state.applied_log.entries:
        machine.apply(entry.command)
    return str(machine.values["x"])


def order(state) -> list[str]:
    """The commands that a server has carried out, in order."""
    return [entry.command for entry in state.applied_log.entries]


def complete(record: Record) -> list[Step]:
    """For each server the step at which it has carried out both commands, the earliest first."""
    return sorted(record.first(lambda step, id=id: step.server == id and len(order(step.after)) == len(COMMANDS))
                  for id in record.history.servers)


def beats_without_order(record: Record) -> list[Beat]:
    """Each copy hears the clients in an order of its own."""
    one, other = COMMANDS
    servers = record.history.servers
    first, *later = complete(record)
    told = [
        Beat(record.start, f"Three servers keep copies of a number, x: it is 0. One client tells all three {one}, "
             f"another one {other} (add 1).", servers, shows=(LOG,)),
        Beat(first.moment, f"{first.server} hears {heard(record, first)}, and carries them out in this order: its x is "
             f"{value(first.after)}.", (first.server,), shows=(LOG,))]
    unlike = [step for step in later if order(step.after) != order(first.after)]
    if unlike:
        return [*told, Beat(unlike[0].moment, f"{unlike[0].server} hears them the other way round: its x is "
                            f"{value(unlike[0].after)}. Nothing was lost, and still the copies differ.",
                            (first.server, unlike[0].server), shows=(LOG,))]
    return [*told, Beat(later[-1].moment, alike(record, first.after), servers, shows=(LOG,))]


def heard(record: Record, last: Step) -> str:
    """The commands that a server has carried out with its last step, in order, and whether they came one by one."""
    times = {event.time for event in record.history if event.kind == "command" and event.server == last.server}
    return " before ".join(order(last.after)) if len(times) > 1 else f"{' and '.join(order(last.after))} at once"


def alike(record: Record, state) -> str:
    """Why all three copies have heard the commands in the order that this server has: both came at once, or luck."""
    everywhere = f"x is {value(state)} everywhere"
    if len({event.time for event in record.history if event.kind == "command"}) == 1:
        return "Each message takes equally long. So both come together, and " \
               f"{order(state)[0]}, which is named first, is taken first: {everywhere}."
    return f"All three hear them in the same order, by luck: {everywhere}. With another seed they may differ."


def beats(record: Record) -> list[Beat]:
    """One server decides the order, and all carry out the commands in it."""
    taken = record.all(lambda step: step.event.kind == "command"
                       and len(step.after.log.entries) > len(step.before.log.entries))
    if len({step.server for step in taken}) != 1 or len(taken) < len(COMMANDS):
        end = record.end
        last = Beat(end, f"By {ms(end.at)} no leader has taken both commands: none stays long enough.",
                    shows=(ROLE, LOG))
        return [last, move_back(last, MESSAGES)]
    first, second = taken
    who = first.server
    others = [id for id in record.history.servers if id != who]
    told = [
        Beat(first.moment, f"Now {who} decides: it is the leader, and both clients send to it. It takes "
             f"{first.event.detail} first, and writes it down as number 1.", (who,), shows=(ROLE, LOG)),
        Beat(record.amid(second.event.sent), f"{second.event.detail} comes second: number 2. {who} sends each command "
             f"with its number to {names(others)}.", (who,), tuple(flight.number for flight in second.event.sent),
             shows=(ROLE, LOG))]
    told.append(carried_out(record))
    return [*in_order(told), told[-1].handed_over("Send commands to any server, and crash some. Do two copies ever "
                                                  "carry out different commands?")]


def carried_out(record: Record) -> Beat:
    """All copies at the end; or how many have carried out everything."""
    ends = [record.first(lambda step, id=id: step.server == id and len(order(step.after)) == len(COMMANDS))
            for id in record.history.servers]
    if all(ends):
        last = max(ends)
        return Beat(last.moment, f"All three carry out number 1, then number 2. Every x is {value(last.after)}: one "
                    "order, equal copies.", record.history.servers, shows=(ROLE, LOG))
    done = [step.server for step in ends if step]
    end = record.end
    return Beat(end, f"{number(len(done)).capitalize()} of three have carried out both by now.", tuple(done),
                shows=(ROLE, LOG))
