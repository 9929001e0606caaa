"""The rules of notebook 05 that a reader writes: the consistency check, and what becomes of a conflict."""
from raftlib.analysis.safety import PROPERTIES
from raftlib.exercises.overrides import ServerAction, ServerOverride
from raftlib.exercises.scope import Scope
from raftlib.pictures.log_grid import log_grid
from raftlib.protocol.messages import AppendEntries
from raftlib.protocol.state import ServerState
from raftlib.questions.misconceptions import DROP_THE_REST, UNCHECKED
from raftlib.questions.servers.replicate_the_log import (
    AppendAlways,
    ConflictRule,
    ConsistencyCheck,
    DropAll,
    DropIfAny,
    Idle,
    IndexOnly,
    KeepAll,
    LastOnly,
    NeverAtStart,
    NoCheck,
    NotForHeartbeats,
)
from raftlib.questions.trials.replicate_the_log import TRIALS


def request_in_words(state: ServerState, request: AppendEntries) -> str:
    """What a follower has, and what it is asked to do."""
    carried = [entry.term for entry in request.entries]
    return (f"the log is {state.log.terms}, request.prev_log_index is {request.prev_log_index}, "
            f"request.prev_log_term is {request.prev_log_term}, and the entries are of the terms {carried}")


consistency_check = ServerOverride(
    "Write has_previous_entry(self, request): does this server's log hold the entry just before the new ones? The "
    "request says where it should be, request.prev_log_index, and of which term, request.prev_log_term. "
    "self.log.term_at(index) gives a term, or None where there is no entry.",
    "has_previous_entry",
    TRIALS,
    Scope(terms=3, entries=1),
    request_in_words,
    right=ConsistencyCheck,
    reason="The same term at that index, and by Log Matching the logs are then the same up to there. The place before "
           "the first entry, index 0, always matches.",
    hint="Two things must agree: that there is an entry at prev_log_index, and its term. And what if the new entries "
         "are the very first ones?",
    wrong=[
        (NoCheck, "A server that takes whatever comes puts entries behind others that are not the leader's. Look at "
                  "your own log at request.prev_log_index first."),
        (IndexOnly, "That there is an entry is not enough: it may be another leader's. Compare its term too."),
        (NeverAtStart, "With prev_log_index 0 the new entries are the first ones: there is nothing before them to "
                       "compare, and the answer is yes."),
        (LastOnly, "The new entries may also replace some that you have: what counts is the entry before them, "
                   "wherever it stands in your log."),
        (NotForHeartbeats, UNCHECKED.hint("Heartbeats too say yes or no: the leader takes a yes as \"your log agrees "
                                          "with mine up to here\", and counts it.")),
    ],
    properties=PROPERTIES,
    picture=log_grid,
    solution="def has_previous_entry(self, request):\n"
             "    index = request.prev_log_index\n"
             "    return index == 0 or self.log.term_at(index) == request.prev_log_term",
)

conflict_rule = ServerAction(
    "Write store_entries(self, request): put request.entries behind request.prev_log_index into self.log. Delete what "
    "conflicts with them, and nothing else. self.log.term_at(index), self.log.before(index) (the log without that "
    "entry and all after it) and log.append(*entries) help; logs are not changed in place, so assign to self.log.",
    "store_entries",
    TRIALS,
    Scope(terms=2, entries=2, late=1, most=11000),
    request_in_words,
    right=ConflictRule,
    reason="The first entry whose term differs, or that is missing, decides: from there on the leader's log replaces "
           "one's own. If all are there already, nothing changes, however old the message is.",
    hint="Go through request.entries one by one, with the index at which each belongs. Which ones are there already? "
         "What is to be done at the first that is not?",
    wrong=[
        (DropAll, DROP_THE_REST.hint("Messages may arrive late and twice. An old one that carries less than you have "
                                     "would take back entries that you have acknowledged: delete only where a term "
                                     "differs.")),
        (DropIfAny, DROP_THE_REST.hint("Messages may arrive late and twice. An old one that carries less than you have "
                                       "would take back entries that you have acknowledged: delete only where a term "
                                       "differs.")),
        (KeepAll, "What you have may be another leader's. Where the terms differ the leader's entry must replace "
                  "yours, and all yours after it must go."),
        (AppendAlways, "Each entry has its place, prev_log_index + 1 and so on. Entries that you have already must not "
                       "be appended once more."),
        (Idle, "self.log never changed. before() and append() return a new log: assign it to self.log."),
    ],
    properties=PROPERTIES,
    picture=log_grid,
    solution="def store_entries(self, request):\n"
             "    for number, entry in enumerate(request.entries):\n"
             "        index = request.prev_log_index + 1 + number\n"
             "        if self.log.term_at(index) != entry.term:\n"
             "            self.log = self.log.before(index).append(*request.entries[number:])\n"
             "            return",
)
