"""The five properties on states made by hand: what breaks each of them, and what only looks like it."""
import pytest

from raftlib.analysis.safety import (
    SafetyChecker,
    check_all,
    election_safety,
    leader_append_only,
    leader_completeness,
    log_matching,
    state_machine_safety,
)
from raftlib.protocol.log import Entry, Log
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, FOLLOWER, LEADER

IDS = ("S1", "S2", "S3")


def state(id, role=FOLLOWER, term=1, log=(), commit=0, applied=0):
    """A server's state with what the properties look at."""
    frozen = Server(id, IDS, term, log=log).freeze()
    return frozen._replace(role=role, commit_index=commit, last_applied=applied,
                           applied_log=frozen.log.before(applied + 1))


def leader(id, term, log=(), commit=0):
    return state(id, LEADER, term, log, commit, commit)


X, Y, Z = Entry(1, "x"), Entry(1, "y"), Entry(2, "z")


class TestElectionSafety:
    def test_two_leaders_of_one_term(self):
        evidence = election_safety([leader("S1", 3), leader("S2", 3)])
        assert evidence == ("Election Safety", ("S1", "S2"), None, (3,), "S1 and S2 have both led term 3")

    def test_the_first_need_not_lead_any_more(self):
        assert election_safety([leader("S1", 3), state("S1", term=4), leader("S2", 3)])

    def test_two_leaders_at_one_moment_in_different_terms_are_legal(self):
        assert election_safety([leader("S1", 3), leader("S2", 4)]) is None

    def test_candidates_of_one_term_are_legal(self):
        assert election_safety([leader("S1", 3), state("S2", CANDIDATE, 3)]) is None

    def test_one_leader_for_long_is_legal(self):
        assert election_safety([leader("S1", 3), leader("S1", 3, [3])]) is None


class TestLeaderAppendOnly:
    @pytest.mark.parametrize(("later", "index"), [([X], 2), ([], 1), ([Y, X], 1), ([X, X, X], 2)])
    def test_a_leader_that_gives_up_an_entry(self, later, index):
        evidence = leader_append_only([leader("S1", 1, [X, Y]), leader("S1", 1, later)])
        assert evidence[:4] == ("Leader Append-Only", ("S1",), index, (1,))
        assert evidence.sentence == f"S1 leads term 1 and has given up its entry at index {index}"

    def test_a_leader_that_appends(self):
        assert leader_append_only([leader("S1", 1, [X]), leader("S1", 1, [X, Y])]) is None

    def test_a_follower_may_give_up_entries(self):
        assert leader_append_only([leader("S1", 1, [X]), state("S1", term=2), state("S1", term=2)]) is None

    def test_other_servers_do_not_count(self):
        assert leader_append_only([leader("S1", 1, [X]), leader("S2", 2)]) is None

    def test_a_leader_again_in_a_later_term_may_have_lost_entries_between(self):
        assert leader_append_only([leader("S1", 1, [X]), state("S1", term=2), leader("S1", 3)]) is None

    def test_even_if_nothing_was_seen_of_it_between(self):
        assert leader_append_only([leader("S1", 1, [X]), leader("S1", 3)]) is None

    def test_a_candidate_that_gives_up_an_entry_is_no_leader(self):
        assert leader_append_only([state("S1", CANDIDATE, 1, [X]), leader("S1", 1)]) is None


class TestLogMatching:
    def test_the_same_term_at_an_index_but_not_the_same_before(self):
        evidence = log_matching([state("S1", term=2, log=[1, 2]), state("S2", term=2, log=[2, 2])])
        assert evidence == ("Log Matching", ("S1", "S2"), 1, (2,),
                            "S1 and S2 both hold an entry of term 2 at index 2, "
                            "and yet their entries at index 1 differ")

    def test_the_same_term_but_another_command(self):
        evidence = log_matching([state("S1", log=[X]), state("S2", log=[Y])])
        assert (evidence.servers, evidence.index) == (("S1", "S2"), 1)

    def test_logs_of_different_lengths(self):
        assert log_matching([state("S1", term=3, log=[1, 2, 3]), state("S2", term=3, log=[2, 2])])

    @pytest.mark.parametrize("log", [[], [1], [1, 1, 1], [1, 1, 2, 2], [1, 1, 3], [2, 2, 2, 2]])
    def test_different_logs_that_are_legal_beside_1_1_1_4(self, log):
        assert log_matching([state("S1", term=4, log=[1, 1, 1, 4]), state("S2", term=4, log=log)]) is None

    def test_only_current_logs_are_compared(self):
        states = [state("S1", log=[X]), state("S1", term=2), state("S2", term=2, log=[Y])]
        assert log_matching(states) is None

    def test_a_violation_that_comes_about_later(self):
        states = [state("S1", term=2, log=[1]), state("S2", term=2, log=[2]), state("S1", term=2, log=[1, 2])]
        assert log_matching(states) is None
        assert log_matching([*states, state("S2", term=2, log=[2, 2])])


class TestLeaderCompleteness:
    def test_a_leader_elected_without_a_committed_entry(self):
        evidence = leader_completeness([leader("S1", 1, [X]), leader("S1", 1, [X], 1), leader("S2", 2)])
        assert evidence == ("Leader Completeness", ("S1", "S2"), 1, (1, 2),
                            "S1 committed 'x' of term 1 at index 1 in term 1, "
                            "and S2 was elected in term 2 without it")

    def test_another_entry_in_its_place(self):
        assert leader_completeness([leader("S1", 1, [X], 1), leader("S2", 2, [Y])])

    def test_a_leader_elected_with_it(self):
        assert leader_completeness([leader("S1", 1, [X], 1), leader("S2", 2, [X])]) is None

    def test_an_entry_that_is_not_committed_may_be_missing(self):
        assert leader_completeness([leader("S1", 1, [X, Y], 1), leader("S2", 2, [X])]) is None

    def test_an_older_term_wins_late_and_need_not_have_it(self):
        assert leader_completeness([leader("S1", 3, [X], 1), leader("S2", 2)]) is None

    def test_a_deposed_leader_commits_what_the_new_one_lacks(self):
        states = [leader("S1", 1, [X]), leader("S2", 2), leader("S1", 1, [X], 1)]
        assert leader_completeness(states).servers == ("S1", "S2")

    def test_a_deposed_leader_commits_what_the_new_one_was_elected_with(self):
        states = [leader("S1", 1, [X]), leader("S2", 2, [X]), leader("S1", 1, [X], 1)]
        assert leader_completeness(states) is None

    def test_what_the_new_leader_got_only_later_does_not_count(self):
        states = [leader("S1", 1, [X]), leader("S2", 2), leader("S2", 2, [X]), leader("S1", 1, [X], 1)]
        assert leader_completeness(states).index == 1

    def test_a_commitment_of_an_earlier_term_made_known_later_counts_from_that_term(self):
        states = [leader("S1", 1, [X]), leader("S3", 3, [X], 1), leader("S1", 1, [X], 1), leader("S2", 2)]
        assert leader_completeness(states).terms == (1, 2)

    def test_a_leader_that_goes_on_leading_in_a_later_term_is_a_leader_of_that_term(self):
        assert leader_completeness([leader("S2", 2, [Z], 1), leader("S1", 1)]) is None
        assert leader_completeness([leader("S2", 2, [Z], 1), leader("S1", 1), leader("S1", 3)]).terms == (2, 3)

    def test_a_commit_index_that_grows_with_nothing_else_is_seen(self):
        first = leader("S1", 1, [X])
        assert leader_completeness([first, leader("S2", 2), first._replace(commit_index=1)])

    def test_a_followers_commit_index_is_no_commitment(self):
        assert leader_completeness([state("S1", log=[X], commit=1), leader("S2", 2)]) is None


class TestStateMachineSafety:
    def test_two_entries_applied_at_one_index(self):
        evidence = state_machine_safety([state("S1", log=[X], applied=1), state("S2", term=2, log=[Z], applied=1)])
        assert evidence == ("State Machine Safety", ("S1", "S2"), 1, (1, 2),
                            "at index 1 S1 applied 'x' of term 1, and S2 applied 'z' of term 2")

    def test_the_same_entry_applied_everywhere(self):
        assert state_machine_safety([state(id, log=[X, Y], applied=2) for id in IDS]) is None

    def test_different_entries_that_are_not_applied(self):
        assert state_machine_safety([state("S1", log=[X, X], applied=1), state("S2", log=[X, Y], applied=1)]) is None

    def test_one_server_that_applies_another_entry_after_a_restart(self):
        states = [state("S1", log=[X], applied=1), state("S1"), state("S1", log=[Y], applied=1)]
        assert state_machine_safety(states).servers == ("S1", "S1")

    def test_applying_again_after_a_restart(self):
        states = [state("S1", log=[X], applied=1), state("S1", log=[X]), state("S1", log=[X], applied=1)]
        assert state_machine_safety(states) is None

    def test_only_what_is_newly_applied_is_looked_at(self):
        states = [state("S1", log=[X], applied=1), state("S2", log=[X], applied=1),
                  state("S2", log=[X, Y], applied=2), state("S1", log=[X, X], applied=2)]
        assert state_machine_safety(states).index == 2

    def test_what_was_applied_before_is_not_applied_again_when_its_entry_changes(self):
        states = [state("S1", log=[X], applied=1), state("S1", log=[Y, Y], applied=2)]
        assert state_machine_safety(states) is None

    def test_an_application_with_nothing_else_is_seen(self):
        second = state("S2", log=[Y])
        assert state_machine_safety([state("S1", log=[X], applied=1), second, second._replace(applied_log=second.log)])

    def test_what_was_applied_counts_even_if_the_log_holds_it_no_more(self):
        replaced = state("S2", log=[X], applied=1)._replace(applied_log=Log([Y]))
        assert state_machine_safety([state("S1", log=[X], applied=1), replaced]).servers == ("S1", "S2")


class TestSafetyChecker:
    def test_it_reports_at_the_state_that_shows_it(self):
        checker = SafetyChecker()
        assert checker.see(leader("S1", 1)) is None
        assert checker.see(leader("S2", 1)).property == "Election Safety"

    def test_an_unchanged_state_is_no_news(self):
        checker, second = SafetyChecker(), leader("S2", 1)
        checker.see(leader("S1", 1))
        assert checker.see(second)
        assert checker.see(second) is None

    def test_all_broken_properties_are_found_each_once(self):
        states = [leader("S1", 1, [X], 1), leader("S2", 1, [Y], 1), leader("S2", 1, [Y], 1)]
        names = ["Election Safety", "Log Matching", "State Machine Safety"]
        assert [evidence.property for evidence in check_all(states)] == names

    def test_a_safe_run_gives_an_empty_list(self):
        assert check_all(iter([leader("S1", 1, [X], 1), state("S2", log=Log([X]))])) == []
