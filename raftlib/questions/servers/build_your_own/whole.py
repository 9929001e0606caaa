"""Whole servers of notebook 10, put together of its steps: the paper's, and some in which one rule is wrong."""
from raftlib.questions.servers.build_your_own.commits import Apply, Commit, CommitsOlderTerms, Majority, Restart
from raftlib.questions.servers.build_your_own.leaders import Candidates, Heartbeats, NeverAlone
from raftlib.questions.servers.build_your_own.logs import (
    Append,
    Check,
    HearsOldAnswers,
    MatchFalls,
    NextAndMatch,
    TriesTheSameAgain,
)
from raftlib.questions.servers.build_your_own.votes import Roles, Votes, WantsBoth
from raftlib.questions.servers.replicate_the_log import ConflictRule, DropAll


class Whole(Roles, Votes, Candidates, Heartbeats, Append, Check, ConflictRule, NextAndMatch, Commit, Apply, Restart,
            Majority):
    """The reference: Figure 2."""


class TakesBack(DropAll, Whole):
    """Deletes what it has acknowledged."""


class Figure8(CommitsOlderTerms, Whole):
    """Commits entries of older terms by counting."""


class VotesForTheLonger(WantsBoth, Whole):
    """Refuses a newer log that is shorter."""


class NeverGoesBack(TriesTheSameAgain, Whole):
    """A leader that repairs nothing."""


class NeverLeadsAlone(NeverAlone, Whole):
    """A cluster of one waits for ever."""


class TakesOldAnswers(HearsOldAnswers, Whole):
    """Takes answers to questions of an older term for news."""


class ForgetsWhatItKnew(MatchFalls, Whole):
    """Takes the last answer that came for the newest."""
