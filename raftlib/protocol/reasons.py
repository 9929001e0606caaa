"""Why a rule decided as it did: a server notes the reason's name and the values that decided, as one plain tuple.

That costs a run next to nothing; a sentence is made of it when somebody reads it (`words/sentences.py`).
"""
from typing import NamedTuple

from raftlib.protocol.log import Log
from raftlib.protocol.messages import AppendEntries, RequestVote
from raftlib.protocol.words.sentences import rule_of, sentence


class Decision(NamedTuple):
    """A rule that fired: the name of its reason, and the values that decided; any text may be a reason of its own."""

    reason: str
    values: tuple = ()

    @classmethod
    def of(cls, note: tuple) -> "Decision":
        """The decision that was noted as (reason, value, …)."""
        return cls(note[0], note[1:])

    @property
    def rule(self) -> str:
        """The id of the rule, "" where the reason is a text of its own."""
        return rule_of(self.reason)

    @property
    def why(self) -> str:
        """The reason in one sentence, with its values."""
        return sentence(self.reason, self.values)


# ---- Which rule the values speak for -----------------------------------------------------------------------------

def about_vote(request: RequestVote, granted: bool, current_term: int, vote: str | None, log: Log) -> tuple:
    """The reason and the values of a vote, or of its refusal, by a server whose vote was `vote` till then (RV1–RV3)."""
    candidate, term = request.candidate_id, request.term
    logs = request.last_log_index, request.last_log_term, log.last_index, log.last_term
    if granted:
        return "RV2 granted", candidate, term, vote, *logs
    if term < current_term:
        return "RV1", candidate, term, current_term
    if vote not in (None, candidate):
        return "RV2 refused", candidate, term, vote
    if not log.up_to_date(*logs[:2]):
        return "RV3", candidate, term, *logs
    return "RV2 unlike", candidate, term, vote, *logs


def about_refusal(request: AppendEntries, current_term: int, log: Log) -> tuple:
    """The reason and the values of a refused AppendEntries (AE1, AE2)."""
    leader, index = request.leader_id, request.prev_log_index
    if request.term < current_term:
        return "AE1", leader, request.term, current_term
    return "AE2", leader, index, request.prev_log_term, len(request.entries), log.term_at(index)
