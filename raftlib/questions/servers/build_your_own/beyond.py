"""Servers that go beyond Figure 2, for the challenges of notebook 10: good ones, and what does not do."""
from raftlib.protocol.log import Entry
from raftlib.protocol.pre_vote import PreVoteServer
from raftlib.protocol.server import Server
from raftlib.protocol.state import CANDIDATE, LEADER

# ---- Back up faster ------------------------------------------------------------------------------------------

class Halves(Server):
    """Goes half the way back, each time."""

    def retry_earlier(self, reply):
        follower, refused = reply.sender, reply.prev_log_index
        if refused != self.next_index[follower] - 1 or refused <= self.match_index[follower]:
            return []
        self.next_index[follower] = max((refused + 1) // 2, self.match_index[follower] + 1)
        return [self.append_entries_for(follower)]


class OneByOne(Server):
    """As Figure 2 has it."""

    def retry_earlier(self, reply):
        follower, refused = reply.sender, reply.prev_log_index
        if refused != self.next_index[follower] - 1 or refused <= self.match_index[follower]:
            return []
        self.next_index[follower] = refused
        return [self.append_entries_for(follower)]


class StopsHalfWay(Halves):
    """Does not go on from index 10."""

    def retry_earlier(self, reply):
        return super().retry_earlier(reply) if reply.prev_log_index > 10 else []


# ---- Fewer messages ------------------------------------------------------------------------------------------

class WithTheHeartbeat(Server):
    """Lets new entries wait for the next heartbeat."""

    def client_command(self, command):
        if self.role == LEADER:
            self.log = self.log.append(Entry(self.current_term, command))
            self.advance_commit_index()
        return []


class AtOnce(Server):
    """As Figure 2 has it."""

    def client_command(self, command):
        if self.role != LEADER:
            return []
        self.log = self.log.append(Entry(self.current_term, command))
        self.advance_commit_index()
        return self.append_entries_to_all()


class WaitsForMany(AtOnce):
    """Sends seventy entries together, and nothing of fewer; its heartbeats carry none."""

    def client_command(self, command):
        messages = super().client_command(command)
        return messages if self.log.last_index % 70 == 0 else []

    def heartbeat_timeout(self):
        return [message._replace(entries=()) for message in super().heartbeat_timeout()]

    def record_success(self, reply):
        super().record_success(reply)
        return []


class EveryFifthHeartbeat(WithTheHeartbeat):
    """Lets entries wait for long: every fifth heartbeat alone carries some."""

    beats = 0

    def heartbeat_timeout(self):
        self.beats += 1
        messages = super().heartbeat_timeout()
        return messages if self.beats % 5 == 0 else [message._replace(entries=()) for message in messages]

    def record_success(self, reply):
        super().record_success(reply)
        return []


# ---- Pre-vote ------------------------------------------------------------------------------------------------

class AsksFirst(PreVoteServer):
    """Asks whether it would win before it stands (section 9.6)."""


class StandsAtOnce(Server):
    """As Figure 2 has it."""

    def election_timeout(self):
        self._begin()
        return self.start_election()


class NeverStandsTwice(Server):
    """A candidate waits for ever."""

    def election_timeout(self):
        self._begin()
        self.timer_restarts = True
        return [] if self.role == CANDIDATE or self.current_term > 0 else self.start_election()
