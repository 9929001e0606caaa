"""What runs and searches say of each of the eight statements of Q8."""
from raftlib.analysis.safety import check_all
from raftlib.protocol.messages import AppendEntries, RequestVoteReply
from raftlib.protocol.pre_vote import PreVoteServer
from raftlib.protocol.server import Server
from raftlib.questions.quiz.runs.evidence import Evidence
from raftlib.questions.quiz.runs.rules import said
from raftlib.questions.runs.cut_the_network import cut_after_the_answer
from raftlib.scenarios.elections import first_election, two_timers
from raftlib.scenarios.figures import figure_7
from raftlib.scenarios.serving import answer_never_comes
from raftlib.search.broken_rules import BROKEN_RULES, CommitsUnvouched
from raftlib.search.shortest import Break, found_of, shortest_break
from raftlib.simulation.cluster import Cluster


class TakesOwnLength(Server):
    """L6 broken: a yes is taken to mean all that is in the leader's log by now."""

    def record_success(self, reply):
        """All entries are taken for known to be there."""
        self.match_index[reply.sender] = self.log.last_index
        self.next_index[reply.sender] = self.log.last_index + 1
        self.advance_commit_index()
        return []


def replies_before_leading() -> tuple[str, int]:
    """Who is elected first, and how many replies it has had by then."""
    replies = 0
    for event in first_election().history:
        replies += isinstance(event.message, RequestVoteReply)
        if event.state and event.state.role == "leader":
            return event.server, replies
    raise AssertionError("nobody leads")


def timers_of_who_refuses() -> list[tuple[str, float, float]]:
    """Each server that refuses its vote, and when (ms) its timer was to run out before that and after it."""
    last, found = {}, []
    for event in two_timers().history:
        if event.server is None:
            continue
        refused = any(isinstance(each.message, RequestVoteReply) and not each.message.vote_granted
                      for each in event.sent)
        if refused and event.server in last:
            found.append((event.server, last[event.server] / 1000, event.deadline / 1000))
        last[event.server] = event.deadline
    return found


def beyond_what_was_sent() -> Break:
    """The shortest disaster of followers that take the leader's commit_index over as it is."""
    return found_of(next(rule for rule in BROKEN_RULES if rule.server is CommitsUnvouched))


def own_length() -> Break:
    """The shortest disaster of a leader that takes each yes for its whole log."""
    return shortest_break(TakesOwnLength, terms=2, entries=2)


def deaf_leader() -> Cluster:
    """With pre-vote; from 450 ms on the leader hears nobody, and all hear it. It is given x=2; up to 3000 ms."""
    cluster = Cluster(servers=5, seed=7, server=PreVoteServer, tick=10)
    cluster.run(to=400)
    cluster.submit("x=1")
    cluster.run(to=450)
    leader = cluster.leader
    for other in cluster.servers[leader].peers:
        cluster.cut_link(other, leader, one_way=True)
    cluster.submit("x=2", to=leader)
    cluster.run(to=3000)
    return cluster


def refused_empty() -> list[str]:
    """The followers of Figure 7 that refuse a message without entries."""
    cluster = figure_7()
    cluster.run(for_=100)
    return sorted({event.server for event in cluster.history if isinstance(event.message, AppendEntries)
                   and not event.message.entries and any(not each.message.success for each in event.sent)})


def unanswered() -> Cluster:
    """A client asks for x=5, once, and its leader crashes before anybody else has the entry: no answer ever comes."""
    return answer_never_comes(committed=False)


def new_leader() -> tuple[str, int]:
    """Who leads when S2 has answered x=1 and is cut off, and up to where it knows its log to be committed."""
    cluster = cut_after_the_answer()
    return cluster.leader, cluster.servers[cluster.leader].commit_index


def eight_statements() -> Evidence:
    """All of it in a table."""
    first, replies = replies_before_leading()
    server, before, after = timers_of_who_refuses()[0]
    leader, known = new_leader()
    deaf = deaf_leader().servers["S2"]
    rows = (
        ("a", f"{first} leads when {replies} replies of 4 have come."),
        ("b", f"{server} refuses its vote. Its timer was to run out at {before:.0f} ms; after it, at {after:.0f}."),
        ("c", in_moves(beyond_what_was_sent())),
        ("d", in_moves(own_length())),
        ("e", f"S2 has answered x=1, and is cut off; {leader} leads, and its commit_index is {known}."),
        ("f", f"x=5 is never answered: its leader is down. Properties broken: {said(check_all(unanswered()))}."),
        ("g", f"All hear S2, and S2 hears nobody: it leads for 2.5 s, and of {deaf.log.last_index} entries "
              f"{deaf.commit_index} is committed."),
        ("h", f"In Figure 7 {', '.join(refused_empty())} refuse a message without entries."),
    )
    return Evidence(("", "what a run or a search shows"), rows, "c and d: with that rule in place of the paper's.")


def in_moves(found: Break) -> str:
    """Which property a disaster breaks, and in how many moves."""
    return f"{found.evidence.property} breaks in {len(found.moves)} moves: {found.evidence.sentence}."
