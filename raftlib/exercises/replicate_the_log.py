"""The exercises of notebook 05, replicate the log."""
from raftlib.analysis.safety import PROPERTIES
from raftlib.exercises.kinds import Choice, Letters, Number
from raftlib.exercises.overrides import ServerAction, ServerOverride
from raftlib.exercises.replicate_the_log_servers import (
    AppendAlways,
    ConflictRule,
    ConsistencyCheck,
    DropAll,
    DropIfAny,
    IndexOnly,
    KeepAll,
    LastOnly,
    NeverAtStart,
    NoCheck,
    NotForHeartbeats,
)
from raftlib.exercises.replicate_the_log_trials import TRIALS, logs_at_the_end
from raftlib.pictures.log_grid import log_grid

legal_logs = Letters(
    "Each list gives the terms of one server's log, index 1 first; None is an index without an entry. Which of them "
    "can occur on some server? Answer with letters, as in {\"a\", \"d\"}.",
    {"a": "[1, 1, 3, 2, 2]", "b": "[1, 1, 2, 2, 2, 3]", "c": "[1, 1, 3, 3, 5]", "d": "[1, 1, None, 2, 2, 2, 2]"},
    right="bc",
    reason="Along a log terms never fall, since a leader only appends and its term is the newest that its server "
           "knows; and there are no holes, since an entry is accepted only behind the one before it (AE2). Terms may "
           "be skipped: a term without a leader, or whose leader got no command, leaves no entry.",
    hint="Who writes entries, in which term, and where in the log? Can a later entry be older than an earlier one?",
    wrong=[
        ("abc", "In a) an entry of term 2 stands behind one of term 3. The leader of term 2 can't have written there "
                "any more: a server that holds an entry of term 3 refuses it (AE1)."),
        ("bcd", "In d) index 3 is empty. AppendEntries names the entry before the new ones, and a server that lacks it "
                "refuses (AE2); so no log has holes."),
        ("b", "In c) term 2 and term 4 are missing, and that is all right: not every term has a leader, and not every "
              "leader gets a command."),
        ("abcd", "Two rules are broken here: terms never fall along a log, and no index is left out."),
    ],
)

possible_followers = Letters(
    "A leader has just been elected in term 7, with the log [1, 1, 3, 3, 3, 5]. Which of these can be the log of one "
    "of its followers at that moment? Answer with letters, as in {\"a\", \"d\"}.",
    {"a": "[1, 1, 2, 2, 3]", "b": "[1, 1, 2, 2, 4, 5]", "c": "[1, 1, 6, 6, 6, 6, 6]", "d": "[1, 1, 3, 3, 2, 2]",
     "e": "[1, 1, 1, 1, 1, 1]"},
    right="ce",
    reason="If two logs hold an entry of the same term at an index, they are the same up to there (Log Matching). That "
           "rules out a) (term 3 at index 5, and yet other entries before) and b) (term 5 at index 6, likewise); in d) "
           "the terms fall. c) has entries that were never committed, more than the leader has; e) was left behind "
           "early.",
    hint="Compare each with the leader's log index by index: where do both have the same term? What must be so before "
         "that place? And is a follower's log ever longer, or newer, than its leader's?",
    wrong=[
        ("e", "c) is possible too. Its server led term 6, or followed its leader, and did not vote for this one; its "
              "entries of term 6 are not committed, and will be erased."),
        ("c", "e) is possible too: a leader of term 1 may have written six entries that a majority never got."),
        ("ace", "In a) and in the leader's log the entry at index 5 has term 3. Then the two logs must be the same up "
                "to there, and at index 3 they are not."),
        ("bce", "In b) and in the leader's log the entry at index 6 has term 5. Then the two logs must be the same up "
                "to there, and at index 3 they are not."),
        ("cde", "In d) an entry of term 2 stands behind one of term 3: terms never fall along a log."),
    ],
)

may_be_applied = Number(
    "S1 leads term 4, and these are all five logs:\n"
    "  S1 [1, 1, 2, 2, 2, 2, 4]\n  S2 [1, 1, 1, 3]\n  S3 [1, 1, 2, 2, 2]\n  S4 [1]\n  S5 [1, 1, 2, 2, 2, 2]\n"
    "Up to which index may entries be applied, whatever happens next? Answer with a number.",
    right=2,
    reason="Indexes 1 and 2 are the same on four servers, and every server that can win an election has them. From "
           "index 3 on S2 differs, and S2 can still win: its last entry, of term 3, is newer than the last ones of S3, "
           "S4 and S5, which makes four votes with its own. It would erase what they have at index 3.",
    hint="Counting is not enough. For each index ask: can a server that lacks this entry still be elected? Compare "
         "last terms, not lengths.",
    wrong=[
        (5, "Indexes 3 to 5 are on three of five servers, but they are of term 2, and the leader is of term 4: it may "
            "not commit them by counting (L7). S2's last term is 3, so it can get the votes of S3, S4 and S5 and erase "
            "them."),
        (6, "Index 6 is on two servers only. And even at indexes 3 to 5 a majority is not enough, for those entries "
            "are of an older term than the leader's: S2 can still win and erase them."),
        (7, "Index 7 is on the leader alone."),
        (1, "Index 2 is safe as well: only S4 lacks it, and S4's log is too old for a majority to vote for it."),
    ],
)

corrupt_next_index = Choice(
    "A bug sets a leader's next_index for one follower to 1, or to 99. What is the worst that can happen?",
    {
        "a": "Set to 1, the follower deletes its whole log and gets it anew; meanwhile committed entries are missing.",
        "b": "Set to 99, the entries up to there are skipped, and the follower's log has a hole.",
        "c": "Some messages too many, and some time; nothing worse in either case.",
        "d": "The leader commits entries that the follower does not have.",
    },
    right="c",
    reason="next_index is only a guess, and each AppendEntries is checked (AE2). Too low: the follower has these "
           "entries already and keeps them (AE3 deletes conflicts only). Too high: it refuses, and the leader goes "
           "back (L8). What the leader commits by is match_index, which comes from answers alone (L6).",
    hint="Which rule decides what the follower does with entries that it has already, and which one with entries "
         "that come too late? And what does the leader count when it commits?",
    wrong=[
        ("a", "Only entries that *conflict* are deleted (AE3). Those that it has already are left where they are."),
        ("b", "The follower has no entry just before that place, so it refuses (AE2), and the leader goes back one by "
              "one (L8)."),
        ("d", "For that it would have to count the follower's copy, and it counts match_index, not next_index (L7)."),
    ],
)

# ---- Write the consistency check and the conflict rule -------------------------------------------------------

consistency_check = ServerOverride(
    "Write has_previous_entry(self, request): does this server's log hold the entry just before the new ones? The "
    "request says where it should be, request.prev_log_index, and of which term, request.prev_log_term. "
    "self.log.term_at(index) gives a term, or None where there is no entry.",
    "has_previous_entry",
    TRIALS,
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
        (LastOnly, "The new entries may also replace some that you have: what counts is the entry *before* them, "
                   "wherever it stands in your log."),
        (NotForHeartbeats, "Heartbeats too say yes or no: the leader takes a yes as \"your log agrees with mine up to "
                           "here\", and counts it."),
    ],
    properties=PROPERTIES,
    outcome=logs_at_the_end,
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
    right=ConflictRule,
    reason="The first entry whose term differs, or that is missing, decides: from there on the leader's log replaces "
           "one's own. If all are there already, nothing changes, however old the message is.",
    hint="Go through request.entries one by one, with the index at which each belongs. Which ones are there already? "
         "What is to be done at the first that is not?",
    wrong=[
        (DropAll, "Messages may arrive late and twice. An old one that carries less than you have would take back "
                  "entries that you have acknowledged: delete only where a term differs."),
        (DropIfAny, "Messages may arrive late and twice. An old one that carries less than you have would take back "
                    "entries that you have acknowledged: delete only where a term differs."),
        (KeepAll, "What you have may be another leader's. Where the terms differ the leader's entry must replace "
                  "yours, and all yours after it must go."),
        (AppendAlways, "Each entry has its place, prev_log_index + 1 and so on. Entries that you have already must not "
                       "be appended once more."),
    ],
    properties=PROPERTIES,
    outcome=logs_at_the_end,
    picture=log_grid,
    solution="def store_entries(self, request):\n"
             "    for number, entry in enumerate(request.entries):\n"
             "        index = request.prev_log_index + 1 + number\n"
             "        if self.log.term_at(index) != entry.term:\n"
             "            self.log = self.log.before(index).append(*request.entries[number:])\n"
             "            return",
)
