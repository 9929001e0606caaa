"""The challenges of notebook 10, which go beyond Figure 2."""
from functools import cache

from raftlib.exercises.challenges import Challenge
from raftlib.protocol.server import Server
from raftlib.questions.rules.build_your_own import scores
from raftlib.questions.rules.build_your_own.solution import solution_of
from raftlib.questions.servers.build_your_own import beyond as servers


@cache
def of_the_paper() -> float:
    """How many messages a command takes by the paper's rules, when many come."""
    return scores.under_load(Server)[1]


back_up = Challenge(
    "Write retry_earlier(self, reply) anew, so that a leader finds in a few steps where a log of a hundred wrong "
    "entries begins to differ. Replies say what they say now.",
    ("retry_earlier",),
    scores.backing_up,
    right=servers.Halves,
    reason="next_index is a guess: to guess too low costs entries that are sent in vain, and never safety.",
    hint="next_index may be lowered by more than one. What if you halve it? Or if the steps grow, 1, 2, 4, 8? It must "
         "not fall below 1, and what is known to match need not be tried again.",
    wrong=[(servers.OneByOne, scores.TOO_MANY), (servers.StopsHalfWay, scores.NOT_REPAIRED)],
    solution=solution_of(servers.Halves),
)

fewer_messages = Challenge(
    "Write client_command(self, command) anew, or what you like beside it, so that a command costs at most half the "
    "messages when one comes each 2 ms. Clients are not to wait for more than two heartbeats.",
    ("client_command", "append_entries_to_all", "append_entries_for", "heartbeat_timeout", "record_success"),
    lambda server: scores.messages_under_load(server, of_the_paper()),
    right=servers.WithTheHeartbeat,
    reason="One message carries many entries, if it waits for them: clients pay with some time.",
    hint="What does the leader do when a command comes, and what if it did not? When would the entry leave then?",
    wrong=[(servers.AtOnce, scores.NOT_FEWER), (servers.WaitsForMany, scores.UNANSWERED),
           (servers.EveryFifthHeartbeat, scores.TOO_SLOW)],
    solution=solution_of(servers.WithTheHeartbeat),
)

quiet_return = Challenge(
    "Write election_timeout(self) anew, and what it takes beside it, so that a server that was cut off comes back "
    "without raising the term. You may use the messages PreVote and PreVoteReply of raftlib.protocol.messages: their "
    "methods are named in a class's handlers.",
    ("election_timeout",),
    scores.returns,
    right=servers.AsksFirst,
    reason="Who can't win does not stand, so its term does not rise while it is alone.",
    hint="Before it stands, it asks the others whether they would vote for it in the next term, and changes nothing. "
         "Who has heard a leader of late says no. With a majority of yes it stands. handlers = Server.handlers | "
         "{PreVote: \"on_pre_vote\", PreVoteReply: \"on_pre_vote_reply\"}; and a PreVote's term must not be adopted "
         "(adopts_term_of).",
    wrong=[(servers.StandsAtOnce, scores.DISTURBS), (servers.NeverStandsTwice, scores.NO_LEADER)],
    solution="The library has one: from inspect import getsource; from raftlib import PreVoteServer; "
             "print(getsource(PreVoteServer)).",
)
