"""Notebook 10: a whole server typed in step by step, and what the judges say of others."""
import json
import re
from pathlib import Path
from textwrap import indent

import pytest

from raftlib import AppendEntriesReply, Entry, Log, OwnServer, RequestVoteReply, Server
from raftlib.exercises import exercise, measures
from raftlib.exercises.forms import MESSAGES
from raftlib.exercises.own_server import RULES, STEPS, still_the_library_s
from raftlib.exercises.states import OPEN, RIGHT, WRONG
from raftlib.exercises.steps import Step
from raftlib.questions import build_your_own as exercises
from raftlib.questions.rules.build_your_own import scores
from raftlib.questions.series import exercises_of
from raftlib.questions.servers.build_your_own import commits, whole
from raftlib.questions.servers.build_your_own.beyond import Halves
from raftlib.questions.servers.build_your_own.commits import AppliesAll, CommitsOlderTerms
from raftlib.questions.servers.build_your_own.logs import NextAndMatch
from raftlib.questions.servers.build_your_own.votes import Votes, VotesTwice
from raftlib.questions.trials.build_your_own import BOTH_WAYS
from tests import natural_mistakes as mistakes

NOTEBOOK = Path(__file__).parents[2] / "notebooks" / "10-build-your-own.ipynb"
ALL = exercises_of("10-build-your-own")
ASKED = {name: each for name, each in ALL.items() if isinstance(each, Step)}


def cell_of(name):
    """The cell in which a step, or a challenge, is answered, as it stands in the notebook."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return next(source for source in sources if re.search(rf"^exercises\.{name}\(\w+\)$", source, flags=re.MULTILINE))


def typed(name, server):
    """What the notebook's cell says when the blanks are filled in with the solution that folds out."""
    cell = cell_of(name)
    head, call = cell.partition("\n    def ")[0], cell.rpartition("\n")[2]
    names = {}
    exec("from raftlib import Entry, Log, OwnServer, RequestVote, RequestVoteReply, AppendEntries, AppendEntriesReply\n"
         "from raftlib.questions import build_your_own as exercises\n"
         "FOLLOWER, CANDIDATE, LEADER = 'follower', 'candidate', 'leader'", names)
    names["MyServer"] = server
    exec(f"{head}\n{indent(ALL[name].solution().text, '    ')}\n", names)
    made = next(names[each] for each in re.findall(r"^class (\w+)", head, flags=re.MULTILINE))
    return made, eval(call, names)


@pytest.fixture(scope="module")
def my_server():
    """All twelve steps, each cell once, in their order: the verdicts, and the class that comes of it."""
    server, verdicts = OwnServer, {}
    for name in ASKED:
        server, verdicts[name] = typed(name, server)
    return server, verdicts


# ---- A whole server --------------------------------------------------------------------------------------------


def test_each_step_is_right_when_it_is_typed_in(my_server):
    assert {name: verdict.state for name, verdict in my_server[1].items()} == dict.fromkeys(ASKED, RIGHT)


def test_the_steps_are_all_and_in_the_end_no_rule_is_the_library_s(my_server):
    assert [each.methods for each in ASKED.values()] == list(STEPS.values())
    assert still_the_library_s(my_server[0]) == []
    for name in RULES:
        assert getattr(my_server[0], name) is not getattr(Server, name)


def test_the_notebook_asks_for_the_methods_of_the_step():
    for name, step in ASKED.items():
        assert tuple(re.findall(r"    def (\w+)", cell_of(name))) == step.methods


def test_it_is_told_what_is_missing_until_all_is_there(my_server):
    assert exercises.whole_server(OwnServer).text == exercises.whole_server.question

    class Forgotten(my_server[0]):
        def majority(self):
            ...

    verdict = exercises.whole_server(Forgotten)
    assert (verdict.state, verdict.text) == (OPEN, f"{len(RULES) - 1} of {len(RULES)} rules are yours. "
                                                   "Still the library's: majority.")


def test_a_whole_server_is_measured_beside_the_library_s(my_server):
    verdict = exercises.whole_server(my_server[0])
    assert verdict.state == RIGHT
    assert all(mine == theirs for _, mine, theirs in verdict.rows)
    rows = {what: mine for what, mine, _ in verdict.rows}
    # Figure 7 in the paper: a, b, e and f refuse 1, 6, 5 and 7 times, c and d never.
    assert rows["refusals until Figure 7 is repaired"] == str(1 + 6 + 5 + 7)
    assert rows["quiz 2: who can be elected"] == ", ".join(who_has_a_majority(measures.QUIZ_2))
    logs = measures.QUIZ_3
    walks = sum(places_to_go_back(logs["leader"], log) for log in logs.values())
    assert rows["quiz 3: refusals until c) and e) are repaired"] == str(walks)
    assert all(what in repr(verdict) and what in verdict._repr_html_() for what in rows)


def who_has_a_majority(logs):
    """Whose log is as new as those of more than half, by the comparison of section 5.4.1."""
    ends = {id: (log[-1], len(log)) for id, log in logs.items()}
    return [id for id, end in ends.items() if sum(other <= end for other in ends.values()) > len(ends) / 2]


def places_to_go_back(leader, log):
    """How many places behind the last one where both logs have the same term does the leader try, from its end on."""
    agree = next(index for index in range(len(leader), -1, -1)
                 if index == 0 or (index <= len(log) and log[index - 1] == leader[index - 1]))
    return len(leader) - agree


@pytest.mark.parametrize(("server", "said"), [
    (whole.TakesBack, "Leader Completeness is broken"),
    (whole.Figure8, "Leader Completeness breaks in 7 moves"),  # E1 C1 E2 C2 E1 R13 E2
    (whole.NeverGoesBack, "Its clients wait"),
    (whole.VotesForTheLonger, "S1 and S5 can be elected by your rules"),
    (whole.NeverLeadsAlone, "With a cluster of one server, nobody leads in the end"),
    (whole.TakesOldAnswers, "When the leader of term 3 hears a yes to a request of term 2, yours changes"),
    (whole.ForgetsWhatItKnew, "your match_index of S2 falls from 3 to 1"),
])
def test_a_whole_server_with_one_wrong_rule_is_found_out(server, said):
    verdict = exercises.whole_server(server)
    assert verdict.state == WRONG
    assert said in verdict.text


def test_what_has_failed_can_be_played():
    exercises.whole_server(whole.TakesBack)
    assert exercises.whole_server.failed.history.end > 0


# ---- Steps -----------------------------------------------------------------------------------------------------


def test_a_mistake_of_another_step_spoils_none():
    class Mixed(VotesTwice, whole.Candidates):
        pass

    assert exercises.candidates(Mixed).state == RIGHT
    assert exercises.votes_given(Mixed).state == WRONG


def test_what_is_blank_is_named():
    class Half(Server):
        def adopt_term(self, term):
            self.current_term = term

        def become_follower(self):
            ...

    assert exercises.roles(Half).text.startswith("Not written yet: become_follower.")


class CountsFromTheTop(Server):
    """Steps 7 and 9 in another style: loops, and ifs."""

    def may_commit(self, index):
        entry = self.log.entry_at(index)
        return bool(entry) and entry.term == self.current_term

    def advance_commit_index(self):
        for index in range(self.log.last_index, self.commit_index, -1):
            holders = 1 + sum(match >= index for match in self.match_index.values())
            if holders >= self.majority() and self.may_commit(index):
                self.commit_index = index
                self.apply_committed()
                return

    def learn_commit_index(self, request):
        vouched = request.prev_log_index + len(request.entries)
        if request.leader_commit > self.commit_index and vouched > self.commit_index:
            self.commit_index = vouched if vouched < request.leader_commit else request.leader_commit
            self.apply_committed()

    def store_entries(self, request):
        index = request.prev_log_index
        for entry in request.entries:
            index += 1
            mine = self.log.entry_at(index)
            if mine and mine.term != entry.term:
                self.log = self.log.before(index)
                mine = None
            if mine is None:
                self.log = self.log.append(entry)

    def is_up_to_date(self, request):
        if request.last_log_term != self.log.last_term:
            return request.last_log_term > self.log.last_term
        return request.last_log_index >= self.log.last_index

    def may_vote_for(self, candidate_id):
        return not self.voted_for or self.voted_for == candidate_id

    def grants_vote(self, request):
        if request.term < self.current_term or not self.may_vote_for(request.candidate_id):
            return False
        return self.is_up_to_date(request)

    def on_request_vote(self, request):
        if not self.grants_vote(request):
            return [RequestVoteReply(self.id, request.candidate_id, self.current_term, False, request.term)]
        self.voted_for, self.timer_restarts = request.candidate_id, True
        return [RequestVoteReply(self.id, request.candidate_id, self.current_term, True, request.term)]

    def apply_committed(self):
        while self.last_applied < self.commit_index:
            self.apply((self.log.entry_at(self.last_applied + 1),))


@pytest.mark.parametrize("step", ["votes_given", "conflict", "commit", "apply"])
def test_no_step_is_refused_for_its_style(step):
    verdict = ASKED[step](CountsFromTheTop)
    assert verdict.state == RIGHT, verdict.text


def backwards(name):
    """A rule of the library's; what messages it has are named the other way round."""
    def ask(server, *args):
        result = getattr(Server, name)(server, *args)
        return result[::-1] if name in MESSAGES else result
    return ask


@pytest.mark.parametrize("step", [name for name, each in ASKED.items() if MESSAGES.intersection(each.methods)])
def test_no_step_is_refused_for_the_order_in_which_it_names_messages(step):
    verdict = ASKED[step](type("Backwards", (Server,), {name: backwards(name) for name in ASKED[step].methods}))
    assert verdict.state == RIGHT, verdict.text


class Unhurried(NextAndMatch):
    """Sends nothing on hearing a yes: the next heartbeat will."""

    def record_success(self, reply):
        super().record_success(reply)
        return []


class Simple(NextAndMatch):
    """Every no is one step back, a late one, too; and it is sent with the next heartbeat."""

    def retry_earlier(self, reply):
        self.next_index[reply.sender] = max(1, self.next_index[reply.sender] - 1)
        return []


class FromTheStart(NextAndMatch):
    """One no, and all is sent."""

    def retry_earlier(self, reply):
        self.next_index[reply.sender] = self.match_index[reply.sender] + 1
        return [self.append_entries_for(reply.sender)]


class MatchFallsNever(NextAndMatch):
    """Written with max."""

    def record_success(self, reply):
        match = max(self.match_index[reply.sender], reply.prev_log_index + reply.entry_count)
        self.match_index[reply.sender] = match
        self.next_index[reply.sender] = match + 1
        self.advance_commit_index()
        return []


@pytest.mark.parametrize("server", [Unhurried, Simple, FromTheStart, MatchFallsNever])
def test_where_the_rules_leave_freedom_all_that_is_safe_and_repairs_is_right(server):
    verdict = exercises.next_and_match(server)
    assert verdict.state == RIGHT, verdict.text


class AsksForEver(NextAndMatch):
    """Sends at once what was refused: no exchange of it would ever end."""

    def retry_earlier(self, reply):
        return [self.append_entries_for(reply.sender)]


def test_what_repairs_nothing_is_told_so_and_not_searched_for_ever():
    verdict = exercises.next_and_match(AsksForEver)
    assert verdict.state == WRONG
    assert "in the end" in verdict.text


class Loops(Votes):
    def is_up_to_date(self, request):
        while True:
            pass


class Raises(Votes):
    def is_up_to_date(self, request):
        return self.log.nothing


class SaysNothing(Votes):
    def on_request_vote(self, request):
        self.grants_vote(request)


class OneMessage(Votes):
    def on_request_vote(self, request):
        return super().on_request_vote(request)[0]


class NotItsOwnName(Votes):
    def on_request_vote(self, request):
        return [AppendEntriesReply(request.sender, self.id, 1, True, 0, 0, 1)]


class NoBool(Votes):
    def may_vote_for(self, candidate_id):
        return self.voted_for or "free"


@pytest.mark.parametrize(("server", "said"), [
    (Raises, "Your is_up_to_date raised AttributeError"),
    (SaysNothing, "on_request_vote must return a list of the messages to send, [] if there are none; yours returned "
                  "nothing."),
    (OneMessage, "on_request_vote must return a list"),
    (NotItsOwnName, "sends in its own name"),
    (NoBool, "may_vote_for must return True or False; yours returned this: str."),
])
def test_what_is_no_answer_is_told_in_a_sentence(server, said):
    verdict = exercises.votes_given(server)
    assert verdict.state == WRONG
    assert said in verdict.text


def test_an_endless_loop_is_stopped(monkeypatch):
    monkeypatch.setattr(exercise, "SECONDS", 0.05)
    verdict = exercises.votes_given(Loops)
    assert verdict.state == WRONG
    assert "was stopped" in verdict.text


class VotesAsSet(whole.Candidates):
    def start_election(self):
        messages = super().start_election()
        self.votes = set(self.votes)
        return messages


class NoIndexes(whole.Heartbeats):
    def become_leader(self):
        messages = super().become_leader()
        self.next_index = list(self.next_index.values())
        return messages


@pytest.mark.parametrize(("step", "server", "said"), [
    ("candidates", VotesAsSet, "self.votes must stay a tuple of ids; yours is this: set."),
    ("heartbeats", NoIndexes, "self.next_index must be a dict"),
])
def test_what_is_no_state_is_told_in_a_sentence(step, server, said):
    verdict = ASKED[step](server)
    assert verdict.state == WRONG
    assert said in verdict.text


class Keeps(commits.Restart):
    """The timer, whom it followed, and the votes: all three are left as they were; and the log is gone."""

    def restart(self):
        kept = self.leader_id, self.votes
        super().restart()
        self.leader_id, self.votes = kept
        self.log, self.timer_restarts = Log(), False
        return []


def test_all_that_a_restart_gets_wrong_is_named():
    said = exercises.restart(Keeps).text
    assert "self.log must be as before the crash: term, vote and log are on disk (P1)." in said
    assert "self.leader_id and self.votes must begin anew" in said
    assert "self.timer_restarts = True" in said


class KeepsItsRole(Server):
    """A follower whose role still says that it leads, without what a leader has."""

    def adopt_term(self, term):
        self.timer_restarts = self.role == "leader"
        self.current_term, self.voted_for, self.leader_id = term, None, None
        self.become_follower()

    def become_follower(self):
        self.votes, self.next_index, self.match_index = (), {}, {}


class WithoutMatch(whole.Heartbeats):
    def become_leader(self):
        self.role, self.leader_id, self.timer_restarts = "leader", self.id, True
        self.next_index = dict.fromkeys(self.peers, self.log.last_index + 1)
        return self.append_entries_to_all()


class CommandFirst(whole.Append):
    def client_command(self, command):
        if self.role == "leader":
            self.log = self.log.append(Entry(command, self.current_term))
        return []


class Divides(Server):
    def majority(self):
        return (len(self.peers) + 1) / 2 + 1


@pytest.mark.parametrize(("step", "server", "said"), [
    ("roles", KeepsItsRole, "With your become_follower, another rule raised KeyError"),
    ("heartbeats", WithoutMatch, "With your become_leader, another rule raised KeyError"),
    ("append", CommandFirst, "it must be Entry(term, command), the term first."),
    ("majority", Divides, "majority must return a whole number"),
])
def test_what_the_library_can_t_go_on_with_is_told_with_the_reader_s_rules(step, server, said):
    verdict = ASKED[step](server)
    assert verdict.state == WRONG
    assert said in verdict.text


@pytest.mark.parametrize("name", ["roles", "whole_server"])
def test_how_a_class_begins_is_said_as_in_the_notebook(name):
    assert ALL[name](int).text.endswith("begin it with class MyServer(OwnServer).")
    assert "class MyServer(OwnServer)" in NOTEBOOK.read_text(encoding="utf-8")


def test_each_two_logs_that_can_differ_meet_in_the_step_of_the_votes():
    ends = [(log[-1], len(log)) for log in BOTH_WAYS.values()]
    signs = {((a > c) - (a < c), (b > d) - (b < d)) for a, b in ends for c, d in ends}
    assert len(signs) == 9


# ---- Natural mistakes ------------------------------------------------------------------------------------------

MISTAKES = [
    (mistakes.ForgetsTheVote, "what must voted_for be?"),
    (mistakes.AsksTooLate, "Ask whether it led before you change its role"),
    (mistakes.ForgetsTheTimer, "self.timer_restarts = True"),
    (mistakes.KeepsTheIndexes, "next_index and match_index are {}"),
    (mistakes.StaysWhatItIs, "leaves self.role at 'candidate', and not at 'follower'"),
    (mistakes.RefusesItsOwnTerm, "one of your own term is in time"),
    (mistakes.ForgetsTheLog, "self.is_up_to_date(request)"),
    (mistakes.NotesARefusal, "and only then, note the candidate"),
    (mistakes.WaitsNoLonger, "set timer_restarts to True"),
    (mistakes.AnswersInTheRequestsTerm, "the reply's term is your current_term"),
    (mistakes.NamesItsOwnTermAsTheRequests, "request_term is the request's term"),
    (mistakes.MoreThanAMajority, "self.majority() votes: >=, for just so many are enough"),
    (mistakes.CountsInAnyRole, "if you are a candidate still"),
    (mistakes.DoesNotAskIgnores, "if self.ignores(reply) says no"),
    (mistakes.DoesNotVoteForItself, "leaves self.voted_for at None, and not at 'S1'"),
    (mistakes.StandsOnce, "timer is not set anew, but by the paper's rule it is set anew"),
    (mistakes.StillFollows, "knows no leader"),
    (mistakes.AsksInTheOldTerm, "of the new term"),
    (mistakes.NamesTheEndOfTheLogTheWrongWayRound, "with the end of its own log"),
    (mistakes.IgnoresTheRightOnes, "answers a question of another term"),
    (mistakes.WaitsWithTheOffice, "as soon as there are self.majority() votes"),
    (mistakes.LeadsWithoutATimer, "and timer_restarts, for it has a timer for heartbeats now"),
    (mistakes.LeadsWithoutAName, "leader_id, its own id"),
    (mistakes.BeginsWithTheLastEntry, "next_index, for each peer one past its own log"),
    (mistakes.LeadsWithoutMatch, "leaves self.match_index at {}, and not at {'S"),
    (mistakes.LeadsInNameOnly, "self.role of S1 is 'candidate', but by the paper's rule it is 'leader'"),
    (mistakes.FollowsWithoutATimer, "the timer begins anew"),
    (mistakes.FollowsNobody, "leader_id is whoever was heard"),
    (mistakes.AcceptsAndDoesNotFollow, "call self.follow(request.leader_id)"),
    (mistakes.SpeaksToNobody, "It speaks to all"),
    (mistakes.SpeaksToTheFirst, "for each of self.peers"),
    (mistakes.TakesCommandsInAnyRole, "By the paper's rule nothing changes there, and nothing is sent. Look at "
                                      "self.role first"),
    (mistakes.AppendsToNothing, "append returns a new log, so assign it to self.log"),
    (mistakes.AppendsInTheLastTerm, "The entry is of current_term"),
    (mistakes.SendsAllAtOnce, "self.batch at most"),
    (mistakes.MovesOnWhileItSends, "next_index moves when an answer comes"),
    (mistakes.NamesTheEndOfItsLog, "prev_log_index is next_index - 1"),
    (mistakes.LearnsNothing, "after it learn_commit_index"),
    (mistakes.LearnsFirst, "store_entries, and after it learn_commit_index"),
    (mistakes.RepliesWithItsLastIndex, "its prev_log_index"),
    (mistakes.RepliesWithTheWrongTerm, "its term as request_term"),
    (mistakes.RepliesWithItsOwnTerm, "its term as request_term"),
    (mistakes.RepliesWithTheEntries, "a message whose entry_count is this: tuple: it must be a number"),
    (mistakes.ChecksFirst, "First accepts_leader, which also follows"),
    (mistakes.DoesNotAskWhoLeads, "First accepts_leader"),
    (mistakes.ChecksTheEndOfItsLog, "What stands behind that place does not matter here"),
    (mistakes.ReadsEveryAnswerAsANo, "reply.success decides"),
    (mistakes.MatchesTheEndOfItsLog, "A yes vouches for what the request carried"),
    (mistakes.ForgetsToLookForMore, "look each time whether more is committed"),
    (mistakes.GoesBelowOne, "it must not fall below 1"),
    (mistakes.GoesForward, "Lower next_index of the sender"),
    (mistakes.OnlyOlderTerms, "is of current_term"),
    (mistakes.MoreThanAMajorityHolds, "self.majority() copies are enough: >="),
    (mistakes.DoesNotAskMayCommit, "Of which term must the counted entry be?"),
    (mistakes.CommitsAndDoesNotApply, "and self.apply_committed() called"),
    (mistakes.BelievesTheLeader, "no further than leader_commit"),
    (mistakes.ClearsTheAppliedLogAlone, "self.commit_index and self.last_applied must begin anew"),
]


def rule_in_which(server):
    """The one rule that a class gets wrong, and the step to which it belongs."""
    wrong = server if set(RULES) & set(vars(server)) else server.__base__
    rule, = set(RULES) & set(vars(wrong))
    return rule, next(each for each in ASKED.values() if rule in each.methods)


@pytest.mark.parametrize(("server", "said"), MISTAKES, ids=lambda each: getattr(each, "__name__", ""))
def test_a_natural_mistake_leads_to_its_rule_and_to_what_helps(server, said):
    rule, step = rule_in_which(server)
    verdict = step(server)
    assert verdict.state == WRONG
    assert said in verdict.text
    assert len(step.methods) == 1 or f"look at {rule}. " in verdict.text or not verdict.picture
    assert not any(f"{other} is right; look at" in verdict.text for other in step.methods if other == rule)


class LeadsWithoutIndexes(whole.Heartbeats):
    def become_leader(self):
        self.role = "leader"
        return self.append_entries_to_all()

    def append_entries_to_all(self):
        return [self.append_entries_for(peer) for peer in self.peers]


class BeginsAtItsLastEntry(whole.Heartbeats):
    def become_leader(self):
        self.role = "leader"
        self.next_index = dict.fromkeys(self.peers, self.log.last_index)
        self.match_index = dict.fromkeys(self.peers, 0)
        return self.append_entries_to_all()

    def append_entries_to_all(self):
        return super().append_entries_to_all()


class HearsAnswersInAnyRole(NextAndMatch):
    def on_append_entries_reply(self, reply):
        return self.record_success(reply) if reply.success else self.retry_earlier(reply)

    def retry_earlier(self, reply):
        self.next_index[reply.sender] = max(self.next_index[reply.sender] - 1, 1)
        return []


class LooksForTheEntry(whole.Check):
    def has_previous_entry(self, request):
        return request.prev_log_index == 0 or (
            self.log.entry_at(request.prev_log_index).term == request.prev_log_term)


class TakesNothing(whole.Check):
    def on_append_entries(self):
        return []


@pytest.mark.parametrize(("step", "server", "said"), [
    ("append", mistakes.TakesCommandsInAnyRole,
     'Your client_command asks for something that can\'t be done, in the line "self.advance_commit_index()" ('),
    ("heartbeats", LeadsWithoutIndexes, "self.match_index is {'S2': 0, 'S3': 0}, the timer is set anew, it sends "
                                        "AppendEntries to S2, S3. Five things are set"),
    ("heartbeats", BeginsAtItsLastEntry, "That was in your become_leader, when S1 was a candidate of term 1."),
    ("next_and_match", HearsAnswersInAnyRole, "By the paper's rule nothing changes there, and nothing is sent. "),
    ("check", LooksForTheEntry, "By the paper's rule it returns False. Two things must agree"),
])
def test_where_something_was_left_out_the_rule_that_lacks_it_is_told_what_it_should_do(step, server, said):
    verdict = ASKED[step](server)
    assert verdict.state == WRONG
    assert said in verdict.text


def test_of_a_line_that_is_written_wrongly_no_rule_is_told():
    assert "By the paper's rule" not in exercises.votes_given(Raises).text + exercises.check(TakesNothing).text


def test_of_two_wrong_rules_both_are_named():
    class Two(mistakes.StandsOnce, mistakes.MoreThanAMajority):
        pass

    assert "look at start_election, then at on_request_vote_reply. " in exercises.candidates(Two).text


def test_each_step_with_several_rules_has_a_hint_for_each():
    for step in ASKED.values():
        assert len(step.methods) == 1 or tuple(step.hints) == step.methods


# ---- Challenges ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["back_up", "fewer_messages"])
def test_a_challenge_is_met_by_what_folds_out(my_server, name):
    assert typed(name, my_server[0])[1].state == RIGHT


@pytest.mark.parametrize("name", ["back_up", "fewer_messages", "quiet_return"])
def test_a_challenge_is_open_while_its_cell_is_blank(my_server, name):
    names = {"MyServer": my_server[0], "exercises": exercises}
    cell, _, call = cell_of(name).rpartition("\n")
    exec(cell, names)
    assert eval(call, names).state == OPEN


def test_by_figure_2_each_place_is_refused_once():
    refused, _, is_repaired = scores.walk(Server, scores.WALK)
    assert (refused, is_repaired) == (scores.STEPS, True)
    assert scores.walk(Server, scores.LATE)[:2] == (1, 1)


def test_a_follower_that_was_cut_off_raises_the_term_by_figure_2():
    assert scores.returns(Server).lacks == scores.DISTURBS


class Unsafe(CommitsOlderTerms, AppliesAll, Halves):
    """Fast, and a lie."""


def test_what_is_fast_and_unsafe_does_not_count():
    verdict = exercises.back_up(Unsafe)
    assert verdict.state == WRONG
    assert "make it safe first" in verdict.text
