"""Logs of Jepsen's, line by line; and what is none is refused in one sentence."""
import pytest

from raftlib.analysis.jepsen import read_jepsen
from raftlib.analysis.linearizability import linearizable
from raftlib.analysis.operations import Operation
from tests import histories

LOG = """INFO  jepsen.core - Worker 0 starting
INFO  jepsen.util - 0\t:invoke\t:read\tnil
INFO  jepsen.util - 1   :invoke :write  4
INFO  jepsen.util - :nemesis :info :start nil
INFO  jepsen.util - 0\t:ok\t:read\tnil
INFO  jepsen.util - 1   :info   :write  :timed-out
INFO  jepsen.util - 6\t:invoke\t:cas\t[4 -1]
INFO  jepsen.util - 6\t:ok\t:cas\t[4 -1]

2 :invoke :cas [nil 3]
2 :fail :cas [nil 3]
2 :invoke :read nil
2 :fail :read :timed-out
2 :invoke :write 5
2 :fail :write 5
2 :invoke :cas [1 2]
2 :fail :cas :timed-out
3 :invoke :write nil
3 :ok :write nil
3 :invoke :read nil
3 :ok :read 17
10 :invoke :write 9"""


def test_each_line_says_what_happened():
    assert read_jepsen(LOG) == [
        Operation(0, 2, 5, ("read",), None), Operation(1, 3, None, ("write", 4)),
        Operation(6, 7, 8, ("cas", 4, -1), True), Operation(2, 10, 11, ("cas", None, 3), False),
        Operation(3, 18, 19, ("write", None), None), Operation(3, 20, 21, ("read",), 17),
        Operation(10, 22, None, ("write", 9))]


def test_real_logs_are_read_whole():
    histories.need()
    for name in histories.verdicts():
        log = histories.etcd(name)
        operations = read_jepsen(log)
        assert len(operations) == log.count(":invoke") - sum(
            ":fail" in line and ":read" in line for line in log.splitlines())
        assert sum(each.answer is False for each in operations) == sum(
            ":fail" in line and ":cas" in line for line in log.splitlines())
        assert linearizable(operations).operations == operations


@pytest.mark.parametrize(("text", "said"), [
    (None, "text is None: it must be the text of a log."), (5, "text is 5"), (b"0 :invoke :read nil", "text is b'0"),
    ("", "text is '': it must have lines such as '0 :invoke :read nil'."), ("etcd_000.log", "text is 'etcd_000.log'"),
    ("0 :ok :read nil", "text has :ok of client 0 in line 1: calls and answers of a client must take turns."),
    ("0 :invoke :read nil\n0 :invoke :read nil", "text has :invoke of client 0 in line 2"),
    ("\n0 :invoke :add 3", "text has the call 'add 3' in line 2: it must be one such as read nil, write 3 or cas"),
    ("0 :invoke :write [3 4]", r"text has the call 'write \[3 4\]' in line 1"),
    ("0 :invoke :cas 3", "text has the call 'cas 3' in line 1"),
    ("0 :invoke :write 3\n0 :ok :write 4", r"text has the answer 'write 4' in line 2: it must be one to the call "
                                           r"\('write', 3\) in line 1."),
    ("0 :invoke :write 3\n0 :ok :read 3", "text has the answer 'read 3' in line 2"),
    ("0 :invoke :write 3\n0 :info :cas :timed-out", "text has the answer 'cas :timed-out' in line 2"),
    ("0 :invoke :read nil\n0 :ok :read :timed-out", "text has the answer 'read :timed-out' in line 2"),
    (f"0 :invoke :write {10**101}", "text has the call 'write 1000"),
])
def test_what_is_no_log_is_refused_in_one_sentence(text, said):
    with pytest.raises(ValueError, match=f"^{said}.*(?<=\\.)$"):
        read_jepsen(text)
