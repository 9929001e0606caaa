"""The exercises that ask for a method of Server: no wrong rule passes, and no right one is refused for its style."""
from cProfile import Profile

import numpy as np
import pytest

from raftlib import Log, Player, Server
from raftlib.exercises.overrides import SECONDS
from raftlib.protocol.state import FOLLOWER
from raftlib.questions.elect_a_leader import one_vote
from raftlib.questions.replicate_the_log import conflict_rule, consistency_check
from raftlib.questions.servers.elect_a_leader import AlwaysYes, OneVote, OnlyOnce
from raftlib.questions.servers.replicate_the_log import ConflictRule, ConsistencyCheck, DropIfAny, NotForHeartbeats

# ---- Wrong rules: each is right in most runs -----------------------------------------------------------------


class CastsInTheCheck(OneVote):
    """RV3 may still refuse the vote that is cast here."""

    def may_vote_for(self, candidate_id):
        if self.voted_for is None:
            self.voted_for = candidate_id
        return self.voted_for == candidate_id


class KeepsItsOwnNote(Server):
    """The note is not on disk: it is lost in a restart within the term."""

    def may_vote_for(self, candidate_id):
        mine = self.__dict__.setdefault("mine", {})
        if self.voted_for == self.id:
            mine[self.current_term] = self.id
        return mine.setdefault(self.current_term, candidate_id) == candidate_id


class KeepsItsOwnNoteFromTheStart(KeepsItsOwnNote):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.mine = {}


class ForgetsTheVoteItself(OneVote):
    """It answers as it should, and takes the vote back."""

    def may_vote_for(self, candidate_id):
        free = super().may_vote_for(candidate_id)
        if not free:
            self.voted_for = None
        return free


class GivesUpItsTerm(OneVote):
    def may_vote_for(self, candidate_id):
        free = super().may_vote_for(candidate_id)
        if not free:
            self.current_term += 1
        return free


class StaysAwake(OneVote):
    """Only a vote that is granted may restart the timer (F2)."""

    def may_vote_for(self, candidate_id):
        self.timer_restarts = True
        return super().may_vote_for(candidate_id)


class VotesForLowNumbers(OneVote):
    def may_vote_for(self, candidate_id):
        return super().may_vote_for(candidate_id) and candidate_id <= "S5"


class RefusesOnceLed(OneVote):
    """Who knows of a leader may still give a vote that is free: the candidate is only late."""

    def may_vote_for(self, candidate_id):
        return super().may_vote_for(candidate_id) and self.leader_id is None


class RemembersTheLastToAsk(OneVote):
    last = None

    def may_vote_for(self, candidate_id):
        last, self.last = self.last, candidate_id
        return super().may_vote_for(candidate_id) or last == candidate_id


class VotesAgainAfterItsRestart(OneVote):
    """A candidate that restarts within its term is a follower that has voted for itself."""

    def may_vote_for(self, candidate_id):
        if self.voted_for == self.id and self.role == FOLLOWER and self.leader_id is None:
            return True
        return super().may_vote_for(candidate_id)


class FirstAskerOnly(Server):
    """The first to ask may be refused for its log (RV3), and the vote is still free."""

    def may_vote_for(self, candidate_id):
        if getattr(self, "asked", None) == self.current_term:
            return self.voted_for == candidate_id
        self.asked = self.current_term
        return self.voted_for in (None, candidate_id)


class AgainUntilThereIsALeader(Server):
    def may_vote_for(self, candidate_id):
        return self.voted_for is None or (self.voted_for == candidate_id and self.leader_id is None)


class NotForItsLeader(OneVote):
    """A leader's request may arrive once more, late."""

    def may_vote_for(self, candidate_id):
        return super().may_vote_for(candidate_id) and self.leader_id != candidate_id


class ForgetsItInARestart(OneVote):
    def restart(self):
        sent = super().restart()
        self.voted_for = None
        return sent


class TakesAnOfficeForAVote(Server):
    """A candidate has voted for itself, and a follower may have voted, too."""

    def may_vote_for(self, candidate_id):
        return self.role == FOLLOWER


def kept_for(rule, sizes):
    """A rule that is kept in clusters of some sizes, and in all others nobody is refused, or nothing done."""
    def method(self, asked):
        return getattr(rule, rule.method)(self, asked) if len(self.peers) + 1 in sizes else True
    return type(f"KeptFor{sizes}", (Server,), {rule.method: method})


def of_some_sizes(rule):
    """Rules that are kept for one size of clusters only, and for all sizes but one."""
    sizes = set(range(1, 10))
    return [kept_for(rule, size) for one in (3, 4, 5, 7) for size in ({one}, sizes - {one})]


OneVote.method, ConsistencyCheck.method, ConflictRule.method = "may_vote_for", "has_previous_entry", "store_entries"


class RefusesHeartbeats(ConsistencyCheck):
    def has_previous_entry(self, request):
        return bool(request.entries) and super().has_previous_entry(request)


class TruncatesOnTheWay(ConsistencyCheck):
    def has_previous_entry(self, request):
        agrees = super().has_previous_entry(request)
        if agrees and request.entries:
            self.log = self.log.before(request.prev_log_index + 1)
        return agrees


class TruncatesWhatDiffers(ConsistencyCheck):
    """It is not asked yet whether to delete, and what is deleted would have to go in the end."""

    def has_previous_entry(self, request):
        agrees = super().has_previous_entry(request)
        if not agrees:
            self.log = self.log.before(request.prev_log_index)
        return agrees


class RefusesWhatIsCommitted(ConsistencyCheck):
    def has_previous_entry(self, request):
        return super().has_previous_entry(request) and request.prev_log_index >= self.commit_index


class OnlyIfTheLogIsEmpty(ConsistencyCheck):
    def has_previous_entry(self, request):
        return super().has_previous_entry(request) and (request.prev_log_index > 0 or not self.log.last_index)


class OneBehind(ConsistencyCheck):
    def has_previous_entry(self, request):
        index = request.prev_log_index
        return index == 0 or (index <= self.log.last_index and self.log.term_at(index) >= request.prev_log_term)


class TheTermAnywhere(Server):
    def has_previous_entry(self, request):
        index = request.prev_log_index
        return index == 0 or (index <= self.log.last_index and request.prev_log_term in self.log.terms)


class TrustsWhatIsCommitted(ConsistencyCheck):
    """That the leader has committed so far does not say that one's own entries are the leader's."""

    def has_previous_entry(self, request):
        index = request.prev_log_index
        return super().has_previous_entry(request) or request.leader_commit >= index <= self.log.last_index


class LearnsTooMuch(ConsistencyCheck):
    def has_previous_entry(self, request):
        agrees = super().has_previous_entry(request)
        if agrees:
            self.commit_index = max(self.commit_index, min(request.leader_commit, self.log.last_index))
        return agrees


class FirstEntryOnly(Server):
    """If the first entry is there, the others are taken to be there, too."""

    def store_entries(self, request):
        first = request.prev_log_index + 1
        if request.entries and self.log.term_at(first) != request.entries[0].term:
            self.log = self.log.before(first).append(*request.entries)


class LengthOnly(Server):
    """If all indexes are there, the entries are taken to be there."""

    def store_entries(self, request):
        first = request.prev_log_index + 1
        if self.log.last_index < first + len(request.entries) - 1:
            self.log = self.log.before(first).append(*request.entries)


class FirstEntryAndLength(Server):
    """If the first entry is there and the log is as long, the entries are taken to be there."""

    def store_entries(self, request):
        first, entries = request.prev_log_index + 1, request.entries
        if entries and (self.log.term_at(first) != entries[0].term
                        or self.log.last_index < request.prev_log_index + len(entries)):
            self.log = self.log.before(first).append(*entries)


class TrimsForHeartbeats(ConflictRule):
    def store_entries(self, request):
        super().store_entries(request)
        if not request.entries:
            self.log = self.log.before(request.prev_log_index + 1)


class OneAtATime(Server):
    """Stores the first new entry, and leaves the rest for the next time."""

    def store_entries(self, request):
        for index, entry in enumerate(request.entries, request.prev_log_index + 1):
            if self.log.term_at(index) != entry.term:
                self.log = self.log.before(index).append(entry)
                return


def the_first(most):
    """The rule for so many entries of a message, and no more."""
    class First(ConflictRule):
        def store_entries(self, request):
            super().store_entries(request._replace(entries=request.entries[:most]))
    return First


class NewsOfANewTerm(Server):
    """A message of a newer term than one's last entry may be an old one all the same."""

    def store_entries(self, request):
        before, entries = request.prev_log_index, request.entries
        if entries and request.term > self.log.last_term:
            self.log = self.log.before(before + 1).append(*entries)
        else:
            self.log = self.log.append(*entries[max(self.log.last_index - before, 0):])


class KeepsTheTail(Server):
    """Replaces what conflicts, and keeps what stands behind it."""

    def store_entries(self, request):
        entries = list(self.log.entries)
        first = request.prev_log_index
        entries[first:first + len(request.entries)] = request.entries
        self.log = Log(entries)


class CommitsOnTheSide(ConflictRule):
    def store_entries(self, request):
        super().store_entries(request)
        self.commit_index = max(self.commit_index, min(request.leader_commit, self.log.last_index))


class ChangesItsTerm(ConflictRule):
    def store_entries(self, request):
        super().store_entries(request)
        self.current_term = max(self.current_term, self.log.last_term + 1)


class VotesOnTheSide(ConflictRule):
    def store_entries(self, request):
        super().store_entries(request)
        self.voted_for = request.leader_id


class ForgetsItsVote(ConflictRule):
    def store_entries(self, request):
        super().store_entries(request)
        if request.entries:
            self.voted_for = None


WRONG = {
    one_vote: [
        CastsInTheCheck, KeepsItsOwnNote, KeepsItsOwnNoteFromTheStart, ForgetsTheVoteItself, GivesUpItsTerm, StaysAwake,
        VotesForLowNumbers, TakesAnOfficeForAVote, RefusesOnceLed, RemembersTheLastToAsk, ForgetsItInARestart,
        VotesAgainAfterItsRestart, FirstAskerOnly, AgainUntilThereIsALeader, NotForItsLeader,
        *of_some_sizes(OneVote)],
    consistency_check: [
        RefusesHeartbeats, TruncatesOnTheWay, TruncatesWhatDiffers, OneBehind, LearnsTooMuch, RefusesWhatIsCommitted,
        OnlyIfTheLogIsEmpty, TheTermAnywhere, TrustsWhatIsCommitted,
        *of_some_sizes(ConsistencyCheck)],
    conflict_rule: [
        FirstEntryOnly, LengthOnly, FirstEntryAndLength, TrimsForHeartbeats, OneAtATime, KeepsTheTail, CommitsOnTheSide,
        ChangesItsTerm, VotesOnTheSide, ForgetsItsVote, NewsOfANewTerm, *map(the_first, (1, 3, 8)),
        *of_some_sizes(ConflictRule)],
}


def each(rules):
    """Each exercise with each of its rules."""
    return pytest.mark.parametrize(("exercise", "rule"), [(exercise, rule) for exercise in rules
                                                          for rule in rules[exercise]])


@each(WRONG)
def test_a_wrong_rule_is_found_out(exercise, rule):
    verdict = exercise(rule)
    assert verdict.state == "✗"
    assert verdict.text.startswith("With ")


# ---- Right rules, written in other ways ----------------------------------------------------------------------


class InASet(Server):
    def may_vote_for(self, candidate_id):
        return self.voted_for in {None, candidate_id}


class ByCases(Server):
    def may_vote_for(self, candidate_id):
        if self.voted_for == candidate_id:
            return True
        if self.voted_for is not None:
            return False
        return not self.voted_for


class WithAHelper(Server):
    asked: int = 0  # kept by each server, and lost in a restart

    def is_free(self):
        return not self.voted_for

    def may_vote_for(self, candidate_id):
        self.asked += 1
        self._decide("is asked for its vote", candidate_id)
        return self.is_free() or candidate_id == self.voted_for


class ByNumPy(Server):
    def may_vote_for(self, candidate_id):
        return np.any([self.voted_for is None, self.voted_for == candidate_id])


class AsANumber(Server):
    def may_vote_for(self, candidate_id):
        return [None, candidate_id].count(self.voted_for)


class ByItsElder(Server):
    def may_vote_for(self, candidate_id):
        return super().may_vote_for(candidate_id)


class ByTheEntry(Server):
    def has_previous_entry(self, request):
        entry = self.log.entry_at(request.prev_log_index)
        if request.prev_log_index == 0:
            return True
        return entry is not None and entry.term == request.prev_log_term


class ByAList(Server):
    def has_previous_entry(self, request):
        terms = [0, *self.log.terms]
        self.seen = [*getattr(self, "seen", []), request]
        return request.prev_log_index < len(terms) and terms[request.prev_log_index] == request.prev_log_term


class ByMatches(Server):
    def has_previous_entry(self, request):
        return np.bool_(self.log.matches(request.prev_log_index, request.prev_log_term))


class ByWhatIsCommitted(ConsistencyCheck):
    """All later leaders hold what is committed, so up to there the logs agree."""

    def has_previous_entry(self, request):
        return request.prev_log_index < self.commit_index or super().has_previous_entry(request)


class BySlices(Server):
    def store_entries(self, request):
        start, new = request.prev_log_index, list(request.entries)
        own = list(self.log.entries)[start:start + len(new)]
        if [entry.term for entry in own] != [entry.term for entry in new]:
            same = 0
            while same < len(own) and own[same].term == new[same].term:
                same += 1
            self.log = self.log.before(start + same + 1).append(*new[same:])


class EntryByEntry(Server):
    def store_entries(self, request):
        for number, entry in enumerate(request.entries):
            self.put(request.prev_log_index + 1 + number, entry)

    def put(self, index, entry):
        if index <= self.log.last_index and self.log.term_at(index) != entry.term:
            self.log = self.log.before(index)
        if index > self.log.last_index:
            self.log = self.log.append(entry)


class ALogOfItsOwn(Server):
    def store_entries(self, request):
        entries = list(self.log.entries)
        for place, entry in enumerate(request.entries, request.prev_log_index):
            if entries[place:place + 1] != [entry]:
                del entries[place:]
                entries.append(entry)
        self.log = Log(entries)
        return True


RIGHT = {one_vote: [InASet, ByCases, WithAHelper, ByNumPy, AsANumber, ByItsElder],
         consistency_check: [ByTheEntry, ByAList, ByMatches, ByWhatIsCommitted],
         conflict_rule: [BySlices, EntryByEntry, ALogOfItsOwn]}


@each(RIGHT)
def test_a_right_rule_is_right_in_any_style(exercise, rule):
    assert exercise(rule).state == "✓"


# ---- What is said --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "rule"), [
    (one_vote, OneVote), (one_vote, AlwaysYes), (consistency_check, ConsistencyCheck), (conflict_rule, ConflictRule),
    (consistency_check, NotForHeartbeats), (conflict_rule, DropIfAny)])
def test_a_check_is_quick(exercise, rule):
    exercise(rule)  # the reference's runs are made once, and modules are loaded
    # Counted, since a clock would measure the machine. A reader's may be slow: a million calls a second are a quarter
    # of what a machine of 2024 makes, and runs and search have to end within their limit there, too.
    assert calls_in(lambda: runs_and_search(exercise, rule)) < SECONDS * 1_000_000


def runs_and_search(exercise, rule):
    """What a verdict takes, but for the hint and the picture of a rule that has failed."""
    watched = exercise.watched(rule)
    for trial in exercise.trials:
        trial.run(watched)
    exercise.searched(watched)


def calls_in(task):
    """How many calls of functions, Python's own and C's, a task makes in this thread."""
    with Profile() as profile:
        task()
    return sum(each.callcount for each in profile.getstats())


def test_calls_are_counted():
    assert calls_in(lambda: [len(repr(number)) for number in range(1000)]) >= 2000


class Chatty(OnlyOnce):
    """Does what a listed wrong rule does, and says more."""

    def may_vote_for(self, candidate_id):
        self._decide("thinks about it")
        return super().may_vote_for(candidate_id)


def test_notes_do_not_hide_which_wrong_rule_it_is():
    assert dict(one_vote.wrong)[OnlyOnce] in one_vote(Chatty).text


@pytest.mark.parametrize(("exercise", "rule", "said"), [
    (one_vote, CastsInTheCheck, "Your may_vote_for changes self.voted_for when self.voted_for is None and candidate_id "
                                "is 'S"),
    (consistency_check, TruncatesWhatDiffers, "Your has_previous_entry changes self.log when the log is ["),
    (conflict_rule, CommitsOnTheSide, "Your store_entries changes self.commit_index when the log is ["),
    (conflict_rule, VotesOnTheSide, "Your store_entries changes self.voted_for when the log is ["),
])
def test_a_method_that_changes_what_is_none_of_its_business_is_told_so(exercise, rule, said):
    text = exercise(rule).text
    assert said in text
    assert f": it must change nothing{' but self.log' if exercise is conflict_rule else ''}.\n" in text
    assert "it must change nothing" not in exercise(Server).text + exercise(exercise.wrong[0][0]).text


class OnlyTheOtherCase(Server):
    def may_vote_for(self, candidate_id):
        if self.voted_for == candidate_id:
            return True
        return None


class OnlyTheFirstCase(Server):
    def may_vote_for(self, candidate_id):
        return True if self.voted_for is None else None


class NotAtTheStart(Server):
    def has_previous_entry(self, request):
        return self.log.term_at(request.prev_log_index) == request.prev_log_term if request.prev_log_index else None


@pytest.mark.parametrize(("exercise", "rule", "said"), [
    (one_vote, OnlyTheOtherCase, "self.voted_for is None and candidate_id is 'S"),
    (one_vote, OnlyTheFirstCase, "self.voted_for is 'S"),
    (consistency_check, NotAtTheStart, "request.prev_log_index is 0"),
])
def test_a_rule_that_returns_nothing_in_some_cases_is_told_in_which(exercise, rule, said):
    verdict = exercise(rule)
    assert verdict.state == "✗"
    assert f"{exercise.method} returns nothing when " in verdict.text
    assert said in verdict.text


class Documented(Server):
    def may_vote_for(self, candidate_id):
        """Whether it may."""


class Passes(Server):
    def may_vote_for(self, candidate_id):
        pass


class NotYet(Server):
    def may_vote_for(self, candidate_id):
        raise NotImplementedError


@pytest.mark.parametrize("rule", [Documented, Passes, NotYet])
def test_what_is_not_written_yet_is_open(rule):
    verdict = one_vote(rule)
    assert (verdict.state, verdict.text) == ("○", one_vote.question)


class HalfWritten(Server):
    def may_vote_for(self, candidate_id):
        if self.voted_for is None:
            return True
        raise NotImplementedError


class HalfWrittenAtTheStart(Server):
    def may_vote_for(self, candidate_id):
        if self.voted_for is not None:
            return self.voted_for == candidate_id
        raise NotImplementedError


@pytest.mark.parametrize(("rule", "said"), [
    (HalfWritten, "Your may_vote_for raises NotImplementedError when self.voted_for is 'S"),
    (HalfWrittenAtTheStart, "Your may_vote_for raises NotImplementedError when self.voted_for is None and "),
])
def test_a_case_that_is_not_written_yet_is_named(rule, said):
    verdict = one_vote(rule)
    assert verdict.state == "✗"
    assert verdict.text.startswith(said)


def test_a_restart_of_the_timer_is_told_of():
    text = one_vote(StaysAwake).text
    assert "Your may_vote_for changes self.timer_restarts when self.voted_for is " in text
    assert "There are two cases" not in text


class AppendsCommands(Server):
    def store_entries(self, request):
        for entry in request.entries:
            self.log = self.log.append(entry.command)


class ForgetsTheStar(Server):
    def store_entries(self, request):
        self.log = self.log.append(request.entries)


def test_what_the_library_can_not_do_is_told_of_the_reader_s_line():
    verdict = conflict_rule(ForgetsTheStar)
    assert verdict.state == "✗"
    assert ("Your store_entries asks for something that can't be done, in the line \"self.log = "
            "self.log.append(request.entries)\" (append takes entries one by one, and got a tuple of ") in verdict.text
    assert "AttributeError" not in verdict.text
    assert "when the log is [" in verdict.text


def test_a_command_that_is_appended_in_an_entry_s_place_is_told_of():
    text = conflict_rule(AppendsCommands).text
    assert "in the line \"self.log = self.log.append(entry.command)\" (append takes entries, and got this: '" in text


def test_what_else_happened_in_the_run_is_told():
    text = conflict_rule(FirstEntryOnly).text  # no search within its scope finds that one
    history = conflict_rule.failed.history
    at = float(text.rpartition("time=")[2].rstrip(")"))
    lost = sum(event.kind == "lost" and event.time <= at for event in history)
    assert f"({lost} messages lost, " in text
    assert " doubled, S" in text
    assert " crashed by then), " in text


@pytest.mark.parametrize(("exercise", "rule"), [(one_vote, AlwaysYes), (conflict_rule, DropIfAny)])
def test_a_player_opens_on_the_broken_property(exercise, rule):
    at = float(exercise(rule).text.rpartition("time=")[2].rstrip(")"))
    player = Player(exercise.failed, time=at)
    assert min(broken["t"] for _, broken in player.broken) <= at * 1000 < min(
        broken["t"] for _, broken in player.broken) + 1000


def test_a_restart_is_a_new_process_for_the_reader_s_server_too():
    class Counts(Server):
        asked = 0

        def may_vote_for(self, candidate_id):
            self.asked += 1
            return super().may_vote_for(candidate_id)

    server = one_vote.watched(Counts)("S1", ["S1", "S2"])
    server.may_vote_for("S2")
    server.current_term, server.voted_for, server.log = 3, "S2", Log([1, 2])
    server.restart()
    assert (server.asked, server.current_term, server.voted_for, server.log) == (0, 3, "S2", Log([1, 2]))
    assert server.peers == ("S2",)
