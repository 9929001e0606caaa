"""Steps 9 to 12 of notebook 10: commit, apply, restart, a cluster of four."""
from raftlib.exercises.restarts import RestartStep
from raftlib.exercises.scope import Scope
from raftlib.exercises.steps import Step
from raftlib.pictures.log_grid import log_grid
from raftlib.questions.rules.build_your_own.solution import solution_of
from raftlib.questions.servers.build_your_own import commits as servers
from raftlib.questions.trials.build_your_own import ELECTIONS, LOGS, SIZES

commit = Step(
    "Write may_commit(self, index), advance_commit_index(self), for a leader that has heard a yes, and "
    "learn_commit_index(self, request), for a follower. When commit_index rises, call self.apply_committed().",
    "commit",
    LOGS,
    Scope(terms=3, entries=1, most=3000),
    right=servers.Commit,
    reason="A majority holds it and it is of the leader's own term: then it is committed, with all before it.",
    hint="Put together the leader's own last index and all of match_index, and sort them: which of them do "
         "self.majority() servers reach? A follower knows of its log only what this request vouches for: up to "
         "prev_log_index and the entries that it carries. commit_index never falls.",
    hints={
        "may_commit": "Yes, if your own log's entry at that index is of current_term.",
        "advance_commit_index": "Put together your own last index and all of match_index: the largest index that "
                                "self.majority() of these reach, just so many being enough. If it is above "
                                "commit_index, and self.may_commit says yes, commit_index is raised, and "
                                "self.apply_committed() called.",
        "learn_commit_index": "The request vouches for your log up to prev_log_index and the entries that it carries. "
                              "So far, and no further than leader_commit, commit_index rises; it never falls. Then "
                              "call self.apply_committed().",
    },
    picture=log_grid,
    wrong=[
        (servers.CommitsOlderTerms, "An entry of an older term may be on a majority and still be overwritten (Figure "
                                    "8). Of which term must the counted entry be?"),
        (servers.CommitsAtOnce, "The leader's own copy is one. How many servers must hold an entry?"),
        (servers.WaitsForAll, "With one server down nothing would ever be committed. A majority is enough."),
        (servers.CountsOthersOnly, "The leader holds its own entries, too: its copy is one of the majority. And "
                                    "self.majority() copies are enough: >=."),
        (servers.TakesTheLeaders, "The end of your own log may be another leader's. The request vouches for its own "
                                  "entries, and for what is before them."),
        (servers.GoesBack, "A message may be late, and say less than you know. What is committed stays so."),
        (servers.HandsNothingOver, "What is committed is to be applied: call self.apply_committed() when commit_index "
                                   "rises, in a follower, too."),
    ],
    solution=solution_of(servers.Commit),
)

apply = Step(
    "Write apply_committed(self): hand the entries that are committed and not applied yet to self.apply(entries), in "
    "the order of the log. self.apply counts them in last_applied.",
    "apply",
    LOGS,
    Scope(terms=2, entries=1, most=3000),
    right=servers.Apply,
    reason="Every entry once, in log order, and none beyond commit_index.",
    hint="The first one is at last_applied + 1, the last one at commit_index. self.log.suffix(start, count) gives so "
         "many from there on.",
    picture=log_grid,
    wrong=[
        (servers.AppliesAll, "What is in the log is not yet committed, and may be deleted: apply as far as "
                             "commit_index and no further."),
        (servers.AppliesAgain, "What has been applied must not be applied again: x+=1 would be carried out twice. "
                               "Where did you stop the last time?"),
        (servers.AppliesTheLast, "commit_index may rise by several at a time: apply all of them."),
        (servers.AppliesBackwards, "The order of the log is what all servers agree on: the first one first."),
        (servers.SkipsOne, "last_applied has been applied, and the one after it is the next."),
    ],
    solution=solution_of(servers.Apply),
)

restart = RestartStep(
    "Write restart(self): what is left after a crash. current_term, voted_for and log are on disk, and are here again; "
    "all else begins anew, self.applied_log as an empty Log(). The election timer must start, too: "
    "self.timer_restarts = True. Return [].",
    "restart",
    [*ELECTIONS, *LOGS[-15:]],
    Scope(terms=2, entries=1, restarts=1, most=3000),
    right=servers.Restart,
    reason="Term, vote and log survive, for they are promises to others; all else can be learned again.",
    hint="It comes back as a follower that knows no leader, has no votes and no indexes, and has committed and applied "
         "nothing. It waits for a leader: the timer starts, so set self.timer_restarts = True.",
    wrong=[
        (servers.ForgetsItsVote, "Who forgets its vote can vote again in the same term, and then the term has two "
                                 "leaders. The vote is on disk."),
        (servers.ForgetsItsTerm, "Who forgets its term votes in one that it has voted in already. The term is on disk, "
                                 "and so is the vote."),
        (servers.LosesItsTail, "What the server has acknowledged may be committed by that. The whole log is on disk."),
        (servers.ClearsItsLog, "The log is on disk (P1), and is here again after the crash: what the server has "
                               "acknowledged may be committed by that. Leave self.log as it is."),
        (servers.BeginsAnew, "Term, vote and log are on disk (P1), and are here again after the crash: leave all three "
                             "as they are."),
        (servers.ForgetsNothing, "Only term, vote and log were on disk. The rest was in memory and must be set anew: "
                                 "role, leader_id, votes, next_index, match_index, commit_index, last_applied and "
                                 "applied_log; and timer_restarts must be True, for a follower waits for a leader."),
        (servers.KeepsItsRole, "Its role was in memory. Others may have elected somebody meanwhile: it comes back as a "
                               "follower, and without a leader's or candidate's notes."),
        (servers.KeepsItsCommitIndex, "commit_index and last_applied were in memory, as the state machine was. Both "
                                      "begin at 0, and the leader tells the rest."),
        (servers.SetsNoTimer, "It waits for a leader, and must stand for election if none is heard: set "
                              "timer_restarts."),
    ],
    solution=solution_of(servers.Restart),
)

majority = Step(
    "Write majority(self): how many servers are a majority? self.peers are all others.",
    "a cluster of four",
    SIZES,
    Scope(terms=2, entries=0),
    right=servers.Majority,
    reason="More than half of all: any two of them share a server, for four servers as for five.",
    hint="How many servers are there with this one? Of four, are two enough?",
    wrong=[
        (servers.Half, "Two halves have no server in common, and each can elect a leader. It takes more than half."),
        (servers.OfTheOthers, "The server itself is one of the cluster: of four, self.peers has three."),
        (servers.All, "Then one server that is down stops all others. More than half is enough."),
        (servers.AlwaysThree, "Three are a majority of four and of five. A cluster may have three servers, or seven."),
        (servers.TwoThirds, "That is safe, but it is more than it takes: with five servers, two may be down."),
    ],
    solution=solution_of(servers.Majority),
)
