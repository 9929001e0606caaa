"""Every reason can be worded with the values that the server notes, and names its rule."""
import re
import string

from raftlib.protocol import reasons, server
from raftlib.protocol.reasons import Decision
from raftlib.protocol.words.sentences import SENTENCES
from tests.protocol.helpers import leader


def test_a_decision_names_its_rule_and_says_why():
    decision = Decision("C3 counted", ("S1", 2, 3, 4))
    assert (decision.rule, decision.why) == ("C3", "S1 counts 2 of the 3 votes it needs in term 4")


def test_a_text_may_be_a_reason_of_its_own():
    decision = Decision("S1 does as it likes")
    assert (decision.rule, decision.why) == ("", "S1 does as it likes")


def test_the_first_word_of_each_reason_is_a_rule():
    assert all(re.fullmatch(r"(A|AE|C|F|L|P|RV)\d", reason.split()[0]) for reason in SENTENCES)


def test_each_sentence_begins_with_the_server_and_has_a_place_for_its_values():
    for sentence in SENTENCES.values():
        assert sentence.startswith("{} ")
        assert {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None} == {""}


def test_every_reason_that_is_given_has_a_sentence_and_no_other_has():
    source = server.__loader__.get_source(server.__name__) + reasons.__loader__.get_source(reasons.__name__)
    assert set(re.findall(r'(?:_decide\(|return )"([A-Z][^"]+)"', source)) == set(SENTENCES)


def test_each_call_begins_with_no_decisions():
    s1 = leader(3)
    s1.heartbeat_timeout()
    s1.heartbeat_timeout()
    assert [decision.why for decision in s1.decisions] == [
        "S1 speaks again: heartbeats to all others"]
