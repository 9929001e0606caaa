"""Steps 5 to 8 of notebook 10: append, the consistency check, conflict, next and match."""
from raftlib.exercises.scope import Scope
from raftlib.exercises.steps import FreeStep, Step
from raftlib.pictures.log_grid import log_grid
from raftlib.questions.rules.build_your_own.solution import solution_of
from raftlib.questions.servers import replicate_the_log as earlier
from raftlib.questions.servers.build_your_own import logs as servers
from raftlib.questions.trials.build_your_own import ASKED, FREE, GOALS, LATE, LOGS, NO_LEADER, OLD_ANSWER

append = Step(
    "Write client_command(self, command): a leader appends it, and sends it on at once. And append_entries_for(self, "
    "peer): the message with what this peer may be missing, self.batch entries at most.",
    "append",
    LOGS,
    Scope(terms=2, entries=1, most=3000),
    right=servers.Append,
    reason="The leader alone appends; each message names the entry before the new ones, and what is committed.",
    hint="Which server may append, and of which term is the entry? The message begins at next_index; the entry before "
         "it is at next_index - 1, with the term that the leader's own log has there.",
    hints={
        "client_command": "Look at self.role first: who does not lead appends nothing, and returns []. The entry is of "
                          "current_term. append returns a new log, so assign it to self.log. Then call "
                          "self.advance_commit_index(), and send to all.",
        "append_entries_for": "prev_log_index is next_index - 1, and prev_log_term the term that your own log has "
                              "there. The entries are self.log.suffix(next_index, self.batch), self.batch at most; "
                              "leader_commit is commit_index. To send changes nothing: next_index moves when an "
                              "answer comes.",
    },
    picture=log_grid,
    wrong=[
        (servers.AnybodyAppends, "Only a leader appends. A follower's log follows its leader's; the client is to ask "
                                 "elsewhere."),
        (servers.AppendsAndWaits, "That is safe, but the client waits for the next heartbeat: let a new entry leave at "
                                  "once. (What it saves, you can try at the end of the notebook.)"),
        (servers.NeverAlone, "A cluster of one server has a majority as soon as it has the entry, and hears no yes "
                             "that could tell it so: call self.advance_commit_index() after the append."),
        (servers.NamesTheNext, "prev_log_index is the place *before* the new entries: one less than next_index."),
        (servers.NamesItsOwnTerm, "prev_log_term is the term of the entry before the new ones, which may be of an "
                                  "older leader: look it up in the log."),
        (servers.SendsItsWholeLog, "The follower puts the entries behind prev_log_index. So they must begin at "
                                   "next_index, and not with the first entry of the log."),
        (servers.SendsTheLastOnly, "The follower may be missing several entries: send all from next_index on."),
        (servers.KeepsTheCommit, "The followers hear from this message how far the log is committed: leader_commit is "
                                 "the leader's commit_index."),
    ],
    solution=solution_of(servers.Append),
)

check = Step(
    "Write has_previous_entry(self, request), and on_append_entries(self, request), which asks accepts_leader and this "
    "check, stores the entries and learns what is committed if both say yes, and answers.",
    "consistency check",
    LOGS,
    Scope(terms=3, entries=1, most=3000),
    right=servers.Check,
    reason="Only what fits behind an entry that both hold is taken, and every request is answered, a refused one too.",
    hint="Two things must agree: that there is an entry at prev_log_index, and its term. Before the first entry there "
         "is nothing to compare. If the answer is no, nothing of the message is used.",
    hints={
        "has_previous_entry": "Two things must agree: that there is an entry at prev_log_index, and its term. Before "
                              "the first entry there is nothing to compare: with prev_log_index 0 the answer is yes. "
                              "What stands behind that place does not matter here.",
        "on_append_entries": "First accepts_leader, which also follows, then has_previous_entry. If both say yes, "
                             "store_entries, and after it learn_commit_index. The reply is in your current_term, and "
                             "all else in it is the request's: its prev_log_index, len(request.entries), and its term "
                             "as request_term.",
    },
    picture=log_grid,
    wrong=[
        (servers.NoCheck, "A server that takes whatever comes puts entries behind others that are not the leader's."),
        (servers.IndexOnly, "That there is an entry is not enough: it may be another leader's. Compare its term too."),
        (servers.NeverAtStart, "With prev_log_index 0 the new entries are the first ones, and there is nothing before "
                               "them to compare: the answer is yes."),
        (servers.NotForHeartbeats, "Heartbeats are answered like all others: the leader takes a yes for \"your log "
                                   "agrees with mine up to here\"."),
        (servers.RefusesInSilence, "The leader must hear the no, or it never goes back, and a leader of the past never "
                                   "learns that it is one."),
        (servers.StoresAllTheSame, "What does not fit must not be stored: the entries belong behind one that you "
                                   "lack."),
        (servers.BelievesTheCommit, "A message that does not fit says nothing about *your* log: what it calls "
                                    "committed may be other entries than yours."),
    ],
    solution=solution_of(servers.Check),
)

conflict = Step(
    "Write store_entries(self, request): put request.entries behind request.prev_log_index, delete what conflicts with "
    "them, and nothing else.",
    "conflict",
    LOGS,
    Scope(terms=2, entries=2, late=1, most=4000),
    right=earlier.ConflictRule,
    reason="The first entry that differs or is missing decides; from there on the leader's log replaces one's own.",
    hint="Go through request.entries one by one, with the index at which each belongs. Which ones are there already? "
         "What is to be done at the first that is not?",
    picture=log_grid,
    wrong=[
        (earlier.DropAll, "Messages come late, and twice. An old one that carries less than you have would take back "
                          "what you have acknowledged: delete only where a term differs."),
        (earlier.DropIfAny, "Messages come late, and twice. An old one that carries less than you have would take back "
                            "what you have acknowledged: delete only where a term differs."),
        (earlier.KeepAll, "What you have may be another leader's. Where terms differ the leader's entry replaces "
                          "yours, and all yours after it go."),
        (earlier.AppendAlways, "Each entry has its place: those that you have already must not be appended once more."),
        (earlier.Idle, "self.log never changed. before() and append() return a new log: assign it to self.log."),
    ],
    solution=solution_of(earlier.ConflictRule),
)

next_and_match = FreeStep(
    "Write on_append_entries_reply(self, reply), record_success(self, reply) and retry_earlier(self, reply): learn how "
    "far a follower's log agrees, or try from an earlier place. Here you are free: how far you go back, and when you "
    "send, is your affair, as long as it is safe and all logs are repaired.",
    "next and match",
    FREE,
    Scope(terms=2, entries=2, late=1, most=4000),
    right=servers.NextAndMatch,
    goals=GOALS,
    asked=ASKED,
    reason="match_index says what a follower is known to hold, and rises only; next_index is a guess, and is put "
           "right.",
    hint="A yes vouches for what *that request* carried: prev_log_index + entry_count. After it, look whether more is "
         "committed now. A no means: lower next_index, but not below 1. A reply may be late: match_index never falls.",
    hints={
        "on_append_entries_reply": "Nothing changes if self.ignores(reply), or if you do not lead. Else reply.success "
                                   "decides between record_success and retry_earlier.",
        "record_success": "A yes vouches for what *that request* carried: prev_log_index + entry_count. match_index of "
                          "the sender rises to there, and never falls; next_index is one more. Then look whether more "
                          "is committed: self.advance_commit_index().",
        "retry_earlier": "Lower next_index of the sender, but not below 1: index 1 is the first entry.",
    },
    picture=log_grid,
    wrong=[
        (servers.HearsOldAnswers, OLD_ANSWER),
        (servers.HearsThemInAnyRole, NO_LEADER),
        (servers.MatchFalls, LATE),
        (servers.CountsWhatItHasNow, "Since the request was sent, the leader may have appended more. A yes vouches for "
                                     "what the request carried: reply.entry_count entries after reply.prev_log_index."),
        (servers.CountsOneMore, "One too many: the last entry that the follower is known to hold stands at "
                                "prev_log_index + entry_count."),
        (servers.CountsRefusals, "Look at reply.success: a no vouches for nothing."),
        (servers.NeverCommits, "A new match_index may make a majority: look each time whether more is committed."),
        (servers.TriesTheSameAgain, "What was refused is refused again. After a no, try from an earlier place."),
        (servers.NextOnly, "next_index is only where to send from. What counts when the leader commits is "
                           "match_index."),
        (servers.MatchesWhatWasRefused, "A no says only where the logs do *not* agree. Before that place they may "
                                        "differ as well: match_index rises with a yes alone."),
    ],
    solution=solution_of(servers.NextAndMatch),
)
