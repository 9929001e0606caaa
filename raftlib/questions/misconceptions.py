"""What is often believed of Raft, and wrong: to each of these some wrong answer of the series has a hint."""
from raftlib.exercises.misconception import Misconception

MAJORITY_COMMITS = Misconception(1, "An entry is committed as soon as a majority of the servers has it.")
LONGEST_WINS = Misconception(2, "The longest log is the newest one, and wins the election.")
LOW_NEXT_INDEX = Misconception(3, "If next_index is too low, the follower deletes entries that it should keep.")
UNCHECKED = Misconception(4, "A heartbeat is empty, so there is nothing to check.")
DROP_THE_REST = Misconception(5, "A follower drops all that it has behind prev_log_index, and appends what it is sent.")
LEADERS_WORD = Misconception(6, "A follower sets its commit_index to whatever number the leader names.")
ASKED_IS_HEARD = Misconception(7, "A server that is asked for its vote starts its timer again, whatever it answers.")
LIVE_MAJORITY = Misconception(8, "A majority is more than half of those servers that are up.")
ONE_LEADER = Misconception(9, "Two servers can't both believe at the same moment that they lead.")
DEPOSED = Misconception(10, "Once a new leader is elected, the old one can commit nothing any more.")
ONE_INDEX = Misconception(11, "match_index is always next_index − 1, so that one of the two would do.")
OWN_LENGTH = Misconception(12, "A follower that says yes holds all that is in the leader's log when its reply arrives.")
ODD_LOGS = Misconception(13, "Where logs differ as in Figure 7, something must have gone wrong.")
COMMITTED_ON_DISK = Misconception(14, "commit_index must be on disk, or what was committed is forgotten.")
LITTLE_LOSS = Misconception(15, "A server may lose a little of what was on its disk: the others still have it.")
BAD_TIMING = Misconception(16, "With badly chosen timeouts something false may be decided.")
LOST_REQUEST = Misconception(17, "If a client's request is never answered, Raft has made a mistake.")
LOCAL_READS = Misconception(18, "The leader has the newest state, so it may answer a read without asking anybody.")
NEW_LEADER_KNOWS = Misconception(19, "A new leader knows from its log which of its entries are committed.")
PRE_VOTE_CURES = Misconception(20, "Pre-vote is a cure for whatever goes wrong with links.")
ALL_REPLIES = Misconception(21, "A candidate must hear all the others before it may lead.")

# By number.
MISCONCEPTIONS = tuple(sorted(each for each in vars().values() if isinstance(each, Misconception)))
