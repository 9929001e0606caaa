"""Notebook 10 says of its runs, and of what its judges do, what they say."""
import pytest

from raftlib import Cluster, OwnServer, scenarios
from raftlib.exercises import measures
from raftlib.exercises.own_server import RULES, STEPS
from raftlib.protocol.state import LEADER
from raftlib.questions.rules.build_your_own import scores
from raftlib.search import Trouble, broken_rules, explore
from tests.prose.claims import Claim, check, if_so, terms_led

NOTEBOOK = "10-build-your-own"


def disaster(server, **bounds):
    return explore(server, **bounds).cluster()


def led(cluster, term):
    """Who led a term, be it several."""
    return sorted({event.server for event in cluster.history
                   if event.state and event.state.role == LEADER and event.state.current_term == term})


def silent():
    class Silent(OwnServer):
        def heartbeat_timeout(self):
            self.timer_restarts = True
            return []

    cluster = Cluster(servers=3, seed=7, server=Silent)
    cluster.run(to=1500)
    return cluster


def holders_of(command, cluster, at):
    """Whose log has a command, at a time (ms)."""
    states = cluster.history.at(at).servers
    return [id for id, state in states.items() if command in [entry.command for entry in state.log.entries]]


CLAIMS = [
    Claim("title", lambda: STEPS, "rule by rule, in {} steps",
          lambda steps: [if_so(len(steps) == 12, "twelve")]),
    Claim("summary", lambda: RULES, "some {} short methods are a server",
          lambda rules: [if_so(28 <= len(rules) <= 32, "thirty")]),
    Claim("roles-told", lambda: disaster(broken_rules.LeadsOn, terms=2, entries=1), "{} says in term 2 that it leads",
          lambda run: [if_so(led(run, 2) == ["S1", "S2"] and led(run, 1) == ["S1"], "S1")]),
    Claim("votes-told", lambda: disaster(broken_rules.VotesTwice, terms=2, entries=1),
          "S1 has voted for itself, and then votes for {}.",
          lambda run: [if_so(run.servers["S1"].voted_for == "S3", "S3")]),
    Claim("candidates-told", lambda: disaster(broken_rules.CountsLastVotesAgain, servers=5, terms=2, entries=1),
          "{} S2's vote was one of term 1",
          lambda run: [if_so(led(run, 2) == ["S1", "S2"] and run.servers["S3"].voted_for == "S1",
                             "S3, and S1 itself.")]),
    Claim("heartbeats-told", silent, "It {}.",
          lambda run: [if_so(list(terms_led(run)) == [1, 2, 3, 4, 5, 6], "rises and rises")]),
    Claim("append-ask", scenarios.entry_is_lost, "S1 has put a command into its log and crashed before the others had "
          "it, {}.", lambda run: [if_so(holders_of("x=5", run, 55) == ["S1", "S2"], "but for one")]),
    Claim("append-then", scenarios.entry_is_lost, "{}, which does not have it, is elected next",
          lambda run: [run.leader]),
    Claim("append-told", scenarios.entry_is_lost, "S2 had it, and has {} it again",
          lambda run: [if_so("S2" not in holders_of("x=5", run, run.time), "lost")]),
    Claim("check-told", lambda: disaster(broken_rules.IgnoresPreviousTerm),
          "Both have the same entry at index 2, and {} ones at index 1",
          lambda run: [if_so(run.servers["S1"].log.entry_at(2) == run.servers["S2"].log.entry_at(2)
                             and run.servers["S1"].log.entry_at(1) != run.servers["S2"].log.entry_at(1), "different")]),
    Claim("conflict-told", lambda: disaster(broken_rules.AlwaysTruncates, terms=2, entries=1, trouble=Trouble(late=1)),
          "Then S2 is elected {} it.",
          lambda run: [if_so(run.servers["S1"].commit_index == 1 and run.servers["S2"].role == LEADER
                             and not run.servers["S2"].log, "without")]),
    Claim("next-told", lambda: disaster(broken_rules.SupposesMore, terms=2, entries=1), "{} alone.",
          lambda run: [" and ".join(id for id, server in run.servers.items() if server.log)]),
    Claim("commit-told", scenarios.figure_8_d, "S5's last entry is of term {}",
          lambda run: [run.servers["S5"].log.last_term]),
    Claim("apply-told", lambda: disaster(broken_rules.AppliesAtOnce, terms=2, entries=1),
          "S1 has carried out its command of term {}, S2 its own of term {}, both at index 1",
          lambda run: [run.servers[id].applied_log.entry_at(1).term for id in ("S1", "S2")]),
    Claim("restart-told", lambda: disaster(broken_rules.ForgetsVote, terms=2, entries=1, trouble=Trouble(restarts=1)),
          "Term 1 has had {} leaders.", lambda run: [if_so(led(run, 1) == ["S1", "S3"], "two")]),
    Claim("whole", lambda: measures.LONG, "goes through {} simulated minutes of trouble",
          lambda long: [if_so(long == 10 * 60 * 1000, "ten")]),
    Claim("beyond-figure-2", lambda: scores.FEW, "Find the place with {} refusals, or fewer.",
          lambda few: [if_so(few == 10, "ten")]),
    Claim("fewer-ask", lambda: scores.APART, "Five servers get a command each {} ms", lambda apart: [apart]),
    Claim("fewer-ask", lambda: scores.PATIENCE, "half of the clients wait for less than {} ms", lambda most: [most]),
    Claim("quiet-ask", lambda: scores.SOON / 1000, "is still replaced within {} s", lambda soon: [soon]),
]


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.cell}: {claim.says[:40]}")
def test_the_notebook_says_what_its_runs_say(claim):
    check(NOTEBOOK, claim)
