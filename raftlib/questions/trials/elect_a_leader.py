"""The runs that a reader's servers go through in notebook 03's one-vote exercise, and the picture of one that fails."""
from collections.abc import Sequence
from random import Random

from raftlib.exercises.overrides import Trial
from raftlib.pictures.picture import Picture
from raftlib.pictures.shapes import disc
from raftlib.pictures.space_time import space_time
from raftlib.pictures.space_time_frame import Frame
from raftlib.pictures.style import BLACK
from raftlib.protocol.messages import RequestVote, RequestVoteReply
from raftlib.protocol.state import LEADER
from raftlib.simulation.cluster import Cluster
from raftlib.simulation.history import Event, History
from raftlib.simulation.network import Flight, Network

LOGS = {"S1": [1], "S2": [1, 1, 2], "S3": [1, 1], "S4": [1, 2], "S5": [1, 1, 2]}
CLOSE = (150, 190)  # ms: timeouts so near to each other that candidates meet


def election(seed: int, servers: int) -> Trial:
    """One second in which candidates meet, on a network that doubles some messages and lets some overtake."""
    def run(server):
        cluster = Cluster(servers, seed, CLOSE, duplication=0.2, reordering=0.1, server=server)
        cluster.run(to=1000)
        return cluster
    return Trial(f"seed {seed} and {servers} servers", run)


def election_with_logs(seed: int) -> Trial:
    """The same among five servers of different logs: a vote may be free and be refused all the same (RV3)."""
    def run(server):
        built = [server(id, LOGS, 2, log=log) for id, log in LOGS.items()]
        cluster = Cluster(built, seed, CLOSE, duplication=0.2)
        cluster.run(to=1000)
        return cluster
    return Trial(f"logs that differ and seed {seed}", run)


def election_with_restarts(seed: int) -> Trial:
    """Two servers stand at one instant, eight times; while their requests arrive, some of them late, servers restart.

    The candidates restart, too, and become followers that have voted for themselves.
    """
    def run(server):
        built = [server(id, LOGS, 2, log=log) for id, log in LOGS.items()]
        cluster, draw = Cluster(built, seed, duplication=0.5), Random(seed)
        for _ in range(8):
            ids = draw.sample(list(cluster.servers), 5)
            for id in ids[:2]:
                if id not in cluster.leaders:
                    cluster.time_out(id)
            for flight in cluster.in_flight:
                if isinstance(flight.message, RequestVote) and draw.random() < 0.3:
                    cluster.hold(flight, for_=draw.uniform(5, 60))
            for id in draw.sample(ids, 3) * 2:
                cluster.run(for_=3)
                cluster.crash(id)
                cluster.restart(id)
            cluster.run(for_=40)
        return cluster
    return Trial(f"restarts and seed {seed}", run)


def election_with_late_requests(seed: int) -> Trial:
    """Two or three servers of different logs stand at one instant, six times; many of their requests come late.

    The late ones find servers that know the term's leader, and have its new entry or not; their vote may be free.
    """
    def run(server):
        built = [server(id, LOGS, 2, log=log) for id, log in LOGS.items()]
        cluster, draw = Cluster(built, seed, duplication=0.5), Random(seed)
        for _ in range(6):
            last, *candidates = draw.sample(list(LOGS), draw.choice((3, 4)))
            for id in candidates:
                if id not in cluster.leaders:
                    cluster.time_out(id)
            for flight in cluster.in_flight:
                if isinstance(flight.message, RequestVote) and (flight.message.receiver == last or draw.random() < 0.4):
                    cluster.hold(flight, for_=draw.uniform(10, 80))
            cluster.run(for_=25)
            if cluster.leader:
                cluster.submit("x=1", to=cluster.leader)
            cluster.run(for_=85)
        return cluster
    return Trial(f"late requests and seed {seed}", run)


def run_with_two_candidates(server) -> Cluster:
    """S1 and S2 stand at the same moment, and S3 is asked by both."""
    cluster = Cluster(3, server=server)
    cluster.run(to=10)
    cluster.time_out("S1")
    cluster.time_out("S2")
    cluster.run(to=200)
    return cluster


def run_with_a_repeated_request(server) -> Cluster:
    """S2's answer to S1's request is lost, and the request arrives again; S3 is down, so that S1 needs S2's vote."""
    cluster = Cluster(3, election_timeout=(1000, 1000), server=server)
    cluster.crash("S3")
    cluster.time_out("S1")
    cluster.duplicate(next(flight for flight in cluster.in_flight if flight.message.receiver == "S2"))
    cluster.run(until=lambda c: any(isinstance(f.message, RequestVoteReply) for f in c.in_flight), limit=100)
    for flight in cluster.in_flight:
        if isinstance(flight.message, RequestVoteReply):
            cluster.drop(flight)
    cluster.run(for_=100)
    return cluster


def run_with_a_late_request(server) -> Cluster:
    """S1 wins without S5, whose vote is still free; S2's request of the same term reaches S5 when it knows of S1."""
    cluster = Cluster(5, network=Network(slow={"S2": 8}), server=server)
    cluster.cut_link("S1", "S5", one_way=True)
    cluster.time_out("S1")
    cluster.time_out("S2")
    cluster.heal()
    cluster.run(to=140)
    return cluster


TRIALS = [Trial("two candidates at one moment", run_with_two_candidates),
          Trial("a request that arrives twice, its first answer being lost", run_with_a_repeated_request),
          Trial("a request that is late", run_with_a_late_request),
          *(election(seed, servers) for seed, servers in enumerate((5, 5, 3, 4, 7, 2, 5, 6, 4, 3, 5, 9))),
          *map(election_with_logs, range(4)), *map(election_with_restarts, range(3)),
          *map(election_with_late_requests, range(4))]


# ---- The picture of a run that fails -----------------------------------------------------------------------------


def votes_in_question(history: History, at: float) -> Picture:
    """The moment of a failure (ms) in a space–time diagram, from the first candidate of that term on.

    Ringed are the votes that made two leaders of the term, as far as they have arrived, or else the answer that was
    wrong.
    """
    events = history.window(0, at)
    term = events[-1].state.current_term
    stood = [event.time for event in events if event.kind == "election timeout" and event.state.current_term == term]
    start, end = max(min(stood, default=at) - 3, 0), min(at + 2, history.end)
    picture = space_time(history, start, end)
    frame = Frame(history.servers, start, end, picture.size[1])
    double = [flight for flight in double_votes(events, term) if flight.arrives <= at * 1000]
    ringed = double or events[-1].sent
    for flight in ringed:
        place = frame.x(flight.sent / 1000), frame.edge(flight.message.sender, flight.message.receiver)
        picture.shape(disc(*place, 0.11), edge=BLACK, width=1.8, z=8)
    told = [f"{flight.message.sender} to {flight.message.receiver} at {flight.sent / 1000:.0f} ms" for flight in ringed]
    meaning = ("a vote of a server that voted twice in the term" if double
               else "the answer at which this run first differs from one by the paper's rule")
    if ringed:
        picture.caption += f" A ring marks {meaning}: {', '.join(told)}."
    return picture


def double_votes(events: Sequence[Event], term: int) -> list[Flight]:
    """The votes for leaders of a term by servers that voted for more than one of them, themselves counted."""
    leaders = {event.server for event in events
               if event.state and event.state.role == LEADER and event.state.current_term == term}
    given = {}
    for flight in (flight for event in events for flight in event.sent):
        message = flight.message
        if (isinstance(message, RequestVoteReply) and message.term == term and message.vote_granted
                and message.receiver in leaders):
            given.setdefault((message.sender, message.receiver), flight)
    voters = [sender for sender, _ in given] + list(leaders)
    return [flight for (sender, _), flight in given.items() if voters.count(sender) > 1]
