"""The runs that judge the predictions of notebook 06, and how an answer is read off each of them."""
from raftlib.scenarios import partition_with_clients
from raftlib.simulation.cluster import Cluster


def both_sides_go_on() -> Cluster:
    """S2 leads and is cut off with S1; x=2 goes to it, x=3 to the other side's leader; up to 900 ms."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    cluster.submit("x=1")
    cluster.run(for_=50)
    cluster.cut(["S1", "S2"], ["S3", "S4", "S5"])
    cluster.submit("x=2", to="S2")
    cluster.run(until=lambda c: c.leader != "S2")
    cluster.submit("x=3", to=cluster.leader)
    cluster.run(to=900)
    return cluster


def answered(cluster: Cluster) -> list[str]:
    """The commands that were answered, in the order of the answers."""
    return [event.detail[0] for event in cluster.history if event.kind == "answer"]


def whose_commands(cluster: Cluster) -> str:
    """The letter for which of x=1, x=2 and x=3 were answered."""
    letters = {("x=1", "x=2", "x=3"): "a", ("x=1",): "b", ("x=1", "x=3"): "c", ("x=1", "x=2"): "d"}
    return letters[tuple(sorted(answered(cluster)))]


def healed() -> Cluster:
    """The same run, healed at 900 ms; up to 960 ms."""
    cluster = both_sides_go_on()
    cluster.heal()
    cluster.run(for_=60)
    return cluster


def what_became_of_x_2(cluster: Cluster) -> str:
    """The letter for what all logs hold after the healing."""
    logs = {tuple(server.log.entry_at(index).command for index in range(1, server.log.last_index + 1))
            for server in cluster.servers.values()}
    if len(logs) > 1:
        return "d"
    return {("x=1", "x=3"): "a", ("x=1", "x=3", "x=2"): "b", ("x=1", "x=2"): "c"}[logs.pop()]


def healed_early_and_late() -> tuple[Cluster, Cluster]:
    """The partition with a client on each side, healed before the other side has stood, and when it has gone on."""
    return partition_with_clients(heal_at=500), partition_with_clients(heal_at=900)


def whether_x_comes_through(runs: tuple[Cluster, Cluster]) -> str:
    """The letter for in which of the two runs a command x is answered."""
    early, late = (any(command.startswith("x") for command in answered(run)) for run in runs)
    return {(False, False): "a", (True, False): "b", (True, True): "c"}[early, late]


FOLLOWERS = (0, 1, 2, 3)


def cut_everywhere() -> dict[int, Cluster]:
    """The panel's run for each number of followers that stay on the old leader's side."""
    return {followers: partition_with_clients(followers=followers) for followers in FOLLOWERS}


def with_one_leader(runs: dict[int, Cluster]) -> set[int]:
    """The numbers of followers with which a single server leads at 900 ms."""
    return {followers for followers, run in runs.items() if len(run.history.at(900).leaders) == 1}


def s1_alone() -> Cluster:
    """S1, a follower, is cut off from 400 ms on; up to 2200 ms."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    cluster.cut(["S1"], ["S2", "S3", "S4", "S5"])
    cluster.run(to=2200)
    return cluster


TERMS = {"a": 1, "b": 2, "c": 36, "d": 9}  # by option


def nearest_term(cluster: Cluster) -> str:
    """The letter of the term that is nearest to S1's."""
    return min(TERMS, key=lambda letter: abs(TERMS[letter] - cluster.servers["S1"].current_term))


def s1_is_back() -> Cluster:
    """The same run, healed at 2200 ms; up to 2420 ms."""
    cluster = s1_alone()
    cluster.heal()
    cluster.run(for_=220)
    return cluster


def what_its_return_does(cluster: Cluster) -> str:
    """The letter for what became of S2, the leader of term 1, and of S1's term."""
    if "S2" in cluster.leaders and cluster.servers["S2"].current_term == 1:
        return "c" if cluster.servers["S1"].current_term == 1 else "d"
    term = cluster.history.at(2200).servers["S1"].current_term
    moments = (cluster.history.at(event.time) for event in cluster.history.window(2200, cluster.time))
    return "a" if any(("S1", term) in moment.leaders for moment in moments) else "b"


def cut_after_the_answer() -> Cluster:
    """S2 is cut off when it has answered x=1 and told nobody; up to 30 ms after the next election."""
    cluster = Cluster(servers=5, seed=7)
    cluster.run(to=400)
    request = cluster.submit("x=1")
    cluster.run(until=lambda c: request.status == "answered")
    cluster.cut(["S2"], ["S1", "S3", "S4", "S5"])
    cluster.run(until=lambda c: c.leader != "S2")
    cluster.run(for_=30)
    return cluster


def what_the_next_leader_has(cluster: Cluster) -> str:
    """The letter for the next leader's copy of the entry, if there is one."""
    leader = cluster.servers[cluster.leader]
    if leader.id == "S2":
        return "d"
    if not leader.log.last_index:
        return "a"
    return "c" if leader.commit_index else "b"


def who_leads_after_the_one_way_cut(cluster: Cluster) -> str:
    """The letter for who leads at 760 ms, and whether S1 has stood."""
    moment = cluster.history.at(760)
    if not moment.leaders:
        return "c"
    leader, _ = moment.leaders[-1]
    if leader == "S1":
        return "d"
    return "b" if moment.servers["S1"].current_term > 1 else "a"
