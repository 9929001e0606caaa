"""The paper's Figure 8: an entry on a majority that can still be erased, and what settles its fate."""
from raftlib.protocol.log import Entry
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER
from raftlib.scenarios.elections import elect
from raftlib.scenarios.logs import lose
from raftlib.simulation.cluster import Cluster
from raftlib.stories.record import Moment, Record, Step
from raftlib.stories.story import LOG, ROLE, TERM, Beat, Story
from raftlib.stories.telling import Telling
from raftlib.stories.words import names, number

NEVER = 1_000_000  # ms: timers so long that nothing happens by itself
LATENCY, SETTLES = 10, 60  # ms: of each message, and until all answers to answers are in
FIRST = Entry(1, "y=1")  # on all five, before the story begins
OLD, OTHER, NEW = "x=2", "x=3", "x=4"  # the commands of terms 2, 3 and 4
SHOWS = ROLE, TERM, LOG


def figure_8(followers_reached: int = 0, sliders=None) -> Telling:
    """What becomes of an entry of an older term that is on a majority, if a newer one has reached so many followers.

    Section 5.4.2 of the paper, rule L7. `sliders` names the settings that have one, all if not given. Raises ValueError
    for a setting that its slider does not have, and for sliders of no setting.
    """
    return Telling(story, sliders, followers_reached=followers_reached)


def story(**settings) -> Story:
    """The story with these settings."""
    return Story(run(**settings), beats)


def run(followers_reached: int = 0) -> Cluster:
    """Figure 8 from (a) to (c); then S1's entry of term 4 reaches so many followers, it crashes, and S5 stands."""
    ids = ["S1", "S2", "S3", "S4", "S5"]
    cluster = Cluster([Server(id, ids, 1, log=[FIRST]) for id in ids], election_timeout=NEVER, heartbeat=NEVER,
                      latency=LATENCY)
    put_on_two(cluster)
    put_another_on_one(cluster)
    put_on_a_majority(cluster)
    add_one_of_the_own_term(cluster, ["S2", "S3", "S4"][followers_reached:])
    let_s5_stand(cluster)
    return cluster


def put_on_two(cluster: Cluster) -> None:
    """(a): S1 leads term 2, and its entry is on S1 and S2 alone."""
    elect(cluster, "S1", voters="S2 S3 S4 S5")
    cluster.run(for_=SETTLES)
    cluster.submit(OLD, to="S1")
    lose(cluster, "S3", "S4", "S5")
    cluster.run(for_=SETTLES)


def put_another_on_one(cluster: Cluster) -> None:
    """(b): S5 leads term 3, and crashes when its entry is on S5 alone."""
    cluster.crash("S1")
    elect(cluster, "S5", voters="S3 S4")
    cluster.submit(OTHER, to="S5")
    lose(cluster)
    cluster.run(for_=SETTLES)
    cluster.crash("S5")


def put_on_a_majority(cluster: Cluster) -> None:
    """(c): S1 leads term 4, and brings its entry of term 2 to S3."""
    cluster.restart("S1")
    elect(cluster, "S1", voters="S2 S3 S4")
    lose(cluster, "S4")
    cluster.run(for_=SETTLES)


def add_one_of_the_own_term(cluster: Cluster, unreached: list[str]) -> None:
    """S1's entry of term 4 is sent, and some don't get it."""
    for id in unreached:
        cluster.cut_link("S1", id)
    cluster.submit(NEW, to="S1")
    cluster.run(for_=SETTLES)
    cluster.heal()


def let_s5_stand(cluster: Cluster) -> None:
    """(d) or (e): S1 crashes, and S5, which is back, stands until its term is a new one; if it wins, it speaks."""
    cluster.crash("S1")
    cluster.restart("S5")
    while cluster.servers["S5"].current_term <= 4:
        cluster.time_out("S5")
        cluster.run(for_=2 * LATENCY)
    if "S5" in cluster.leaders:
        cluster.restart("S1")
    cluster.run(for_=SETTLES)


def beats(record: Record) -> list[Beat]:
    """From the first entry on two servers to the end of Figure 8 that this run comes to."""
    told = [on_two(record), *other_term(record), *on_a_majority(record), own_term(record), stands(record), end(record)]
    turn = told[4]
    return [*told, turn.handed_over("Back to where S1 has just brought x=2 to S3. Give it a command, crash it, bring "
                                    "S5 back. Press Time out now until S5 stands in term 5: does it win?")]


def holders(record: Record, command: str, count: int) -> list[str]:
    """Whose log has a command after the first so many events."""
    return [id for id, state in record.states(count).items()
            if any(entry.command == command for entry in state.log.entries)]


def crash_of(record: Record, server: str, after: int = 0) -> Step:
    """When a server crashes, for the first time from a step on."""
    return record.first(lambda step: step.event.kind == "crash" and step.server == server, after)


def victory(record: Record, server: str, after: int = 0) -> Step | None:
    """When a server is elected."""
    return record.first(lambda step: step.server == server and step.wins, after)


def settled(record: Record, step: Step) -> Moment:
    """When the last message before a step has arrived, or a client's command, if that is later."""
    return record.last(lambda earlier: earlier.event.kind in ("receive", "command"), step.number).moment


def on_two(record: Record) -> Beat:
    """(a)."""
    moment = settled(record, crash_of(record, "S1"))
    held = holders(record, OLD, moment.count)
    return Beat(moment, f"S1 leads term 2. {record.client(OLD)} gives it {OLD}. Only {names(held)} hold it: the "
                "messages to the others are lost.", tuple(held), shows=SHOWS)


def other_term(record: Record) -> list[Beat]:
    """(b)."""
    win = victory(record, "S5")
    voters = tuple(id for id in win.after.votes if id != "S5")
    crash = crash_of(record, "S5")
    return [
        Beat(win.moment, f"S1 crashes. S5 leads term 3 with the votes of {names(voters)}, whose logs lack {OLD}, too.",
             ("S5", *voters), shows=SHOWS),
        Beat(crash.moment, f"{record.client(OTHER)} gives S5 {OTHER}. S5 writes it at index 2, and crashes before "
             "anybody hears of it.", ("S5",), shows=SHOWS)]


def on_a_majority(record: Record) -> list[Beat]:
    """(c)."""
    win = victory(record, "S1", crash_of(record, "S5").number)
    sent = record.first(lambda step: step.event.kind == "command" and step.event.detail == NEW)
    moment = settled(record, sent)
    held = tuple(holders(record, OLD, moment.count))
    return [
        Beat(win.moment, f"S1 comes back and leads term {win.term}. Now it sends the others what they lack.", ("S1",),
             shows=SHOWS),
        Beat(moment, f"{names(held)} hold {OLD} now: three of five, a majority. Yet S1 does not commit it, since it is "
             f"of term 2, and S1 leads term {win.term}.", held, shows=SHOWS)]


def own_term(record: Record) -> Beat:
    """The entry of term 4."""
    last = record.last(lambda step: step.event.kind == "crash")
    moment = settled(record, last)
    held = holders(record, NEW, moment.count)
    reached = [id for id in held if id != "S1"]
    said = f"{record.client(NEW)} gives S1 {NEW}, the first entry of its own term. {reaches(reached)}"
    if record.states(moment.count)["S1"].commit_index:
        said += f" That makes {number(len(held))} of five: S1 commits it, and {OLD} with it."
    return Beat(moment, said, tuple(held), shows=SHOWS)


def reaches(reached: list[str]) -> str:
    """Whom a message reaches."""
    return f"It reaches {names(reached)}." if reached else "It reaches nobody."


def stands(record: Record) -> Beat:
    """S5 stands in a new term, and the others compare logs."""
    crash = record.last(lambda step: step.event.kind == "crash")
    stood = record.last(lambda step: step.server == "S5" and step.stands)
    newer = [id for id in holders(record, NEW, stood.number) if id != "S1"]
    said = f"S1 crashes. S5 is back and asks for votes in term {stood.term}. Its last entry is of term 3"
    said += f"; that of {names(newer)} is of term 4." if newer else ": nobody who is up has a newer one."
    return Beat(max(stood.moment, crash.moment), said, ("S5", *newer), shows=SHOWS)


def end(record: Record) -> Beat:
    """(d) or (e)."""
    moment = record.end
    states = record.states(moment.count)
    if states["S5"].role == LEADER:
        votes = names([id for id in states["S5"].votes if id != "S5"])
        return Beat(moment, f"S5 leads with the votes of {votes}, and its log counts. S1 comes back, and {OLD} is "
                    "erased everywhere, though a majority held it.", record.history.servers, shows=SHOWS)
    refused = [id for id in holders(record, NEW, moment.count) if id != "S1"]
    return Beat(moment, f"{names(refused)} refuse, and S5 can't win: too few are left. Whoever can win has {OLD}. It "
                "can't be lost any more.", tuple(refused), shows=SHOWS)
