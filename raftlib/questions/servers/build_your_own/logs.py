"""The steps of notebook 10 that copy the log: append, the consistency check, conflict, next and match."""
from raftlib.protocol.log import Entry
from raftlib.protocol.messages import AppendEntries, AppendEntriesReply
from raftlib.protocol.server import Server
from raftlib.protocol.state import LEADER

# ---- Append --------------------------------------------------------------------------------------------------

class Append(Server):
    """The reference: rules F1, L3 to L5."""

    def client_command(self, command):
        if self.role != LEADER:
            return []
        self.log = self.log.append(Entry(self.current_term, command))
        self.advance_commit_index()
        return self.append_entries_to_all()

    def append_entries_for(self, peer):
        next_index = self.next_index[peer]
        previous = next_index - 1
        return AppendEntries(self.id, peer, self.current_term, self.id, previous, self.log.term_at(previous),
                             self.log.suffix(next_index, self.batch), self.commit_index)


class AnybodyAppends(Append):
    """A follower takes commands, too."""

    def client_command(self, command):
        self.log = self.log.append(Entry(self.current_term, command))
        return self.append_entries_to_all() if self.role == LEADER else []


class AppendsAndWaits(Append):
    """The entry leaves with the next heartbeat."""

    def client_command(self, command):
        super().client_command(command)
        return []


class NeverAlone(Append):
    """Waits for somebody's yes, also where there is nobody else."""

    def client_command(self, command):
        if self.role != LEADER:
            return []
        self.log = self.log.append(Entry(self.current_term, command))
        return self.append_entries_to_all()


class NamesTheNext(Append):
    """Names the place of the first new entry."""

    def append_entries_for(self, peer):
        index = self.next_index[peer]
        return super().append_entries_for(peer)._replace(prev_log_index=index, prev_log_term=self.log.term_at(index))


class NamesItsOwnTerm(Append):
    """Names its own term for that of the entry before."""

    def append_entries_for(self, peer):
        return super().append_entries_for(peer)._replace(prev_log_term=self.current_term)


class SendsItsWholeLog(Append):
    """Sends everything, wherever it belongs."""

    def append_entries_for(self, peer):
        return super().append_entries_for(peer)._replace(entries=self.log.suffix(1, self.batch))


class SendsTheLastOnly(Append):
    """Sends the last entry, whatever is missing before it."""

    def append_entries_for(self, peer):
        message = super().append_entries_for(peer)
        return message._replace(entries=message.entries[-1:])


class KeepsTheCommit(Append):
    """Does not tell what is committed."""

    def append_entries_for(self, peer):
        return super().append_entries_for(peer)._replace(leader_commit=0)


# ---- The consistency check -----------------------------------------------------------------------------------

class Check(Server):
    """The reference: rule AE2, and the answer."""

    def has_previous_entry(self, request):
        index = request.prev_log_index
        return index == 0 or self.log.term_at(index) == request.prev_log_term

    def on_append_entries(self, request):
        accepted = self.accepts_leader(request) and self.has_previous_entry(request)
        if accepted:
            self.store_entries(request)
            self.learn_commit_index(request)
        return [AppendEntriesReply(self.id, request.sender, self.current_term, accepted,
                                   request.prev_log_index, len(request.entries), request.term)]


class NoCheck(Check):
    """Takes whatever comes."""

    def has_previous_entry(self, request):
        return True


class IndexOnly(Check):
    """Looks whether there is an entry, and not of which term."""

    def has_previous_entry(self, request):
        return request.prev_log_index <= self.log.last_index


class NeverAtStart(Check):
    """Forgets the place before the first entry."""

    def has_previous_entry(self, request):
        entry = self.log.entry_at(request.prev_log_index)
        return entry is not None and entry.term == request.prev_log_term


class NotForHeartbeats(Check):
    """Lets heartbeats pass."""

    def has_previous_entry(self, request):
        return not request.entries or super().has_previous_entry(request)


class RefusesInSilence(Check):
    """Answers only where it accepts."""

    def on_append_entries(self, request):
        return [reply for reply in super().on_append_entries(request) if reply.success]


class StoresAllTheSame(Check):
    """Stores the entries, and says no afterwards."""

    def on_append_entries(self, request):
        replies = super().on_append_entries(request)
        if self.accepts_leader(request) and not replies[0].success:
            self.store_entries(request)
        return replies


class BelievesTheCommit(Check):
    """Learns the commit index from a message that it refuses."""

    def on_append_entries(self, request):
        replies = super().on_append_entries(request)
        if self.accepts_leader(request) and not replies[0].success:
            self.learn_commit_index(request)
        return replies


# ---- Next and match ------------------------------------------------------------------------------------------

class NextAndMatch(Server):
    """The reference: rules L6, L8."""

    def on_append_entries_reply(self, reply):
        if self.ignores(reply) or self.role != LEADER:
            return []
        return self.record_success(reply) if reply.success else self.retry_earlier(reply)

    def record_success(self, reply):
        follower, match = reply.sender, reply.prev_log_index + reply.entry_count
        if match <= self.match_index[follower]:
            return []
        self.match_index[follower] = match
        self.next_index[follower] = match + 1
        self.advance_commit_index()
        return [self.append_entries_for(follower)] if self.log.last_index > match else []

    def retry_earlier(self, reply):
        follower, refused = reply.sender, reply.prev_log_index
        if refused != self.next_index[follower] - 1 or refused <= self.match_index[follower]:
            return []
        self.next_index[follower] = refused
        return [self.append_entries_for(follower)]


class HearsOldAnswers(NextAndMatch):
    """Takes answers to its questions of an older term for news."""

    def on_append_entries_reply(self, reply):
        if self.role != LEADER:
            return []
        return self.record_success(reply) if reply.success else self.retry_earlier(reply)


class HearsThemInAnyRole(NextAndMatch):
    """Does not look whether it leads."""

    def on_append_entries_reply(self, reply):
        if self.ignores(reply):
            return []
        return self.record_success(reply) if reply.success else self.retry_earlier(reply)


class MatchFalls(NextAndMatch):
    """Takes the last answer that came for the newest."""

    def record_success(self, reply):
        match = reply.prev_log_index + reply.entry_count
        self.match_index[reply.sender] = match
        self.next_index[reply.sender] = match + 1
        self.advance_commit_index()
        return []


class CountsWhatItHasNow(NextAndMatch):
    """Takes the length of its log now for what was sent then."""

    def record_success(self, reply):
        return super().record_success(reply._replace(entry_count=self.log.last_index - reply.prev_log_index))


class CountsOneMore(NextAndMatch):
    """Takes the next entry for one that is held."""

    def record_success(self, reply):
        return super().record_success(reply._replace(entry_count=reply.entry_count + 1))


class CountsRefusals(NextAndMatch):
    """Every reply is a yes."""

    def on_append_entries_reply(self, reply):
        return super().on_append_entries_reply(reply._replace(success=True))


class NeverCommits(NextAndMatch):
    """Notes what is held, and does not look whether that is enough."""

    def record_success(self, reply):
        follower, match = reply.sender, reply.prev_log_index + reply.entry_count
        if match > self.match_index[follower]:
            self.match_index[follower] = match
            self.next_index[follower] = match + 1
        return []


class TriesTheSameAgain(NextAndMatch):
    """Sends what was refused once more."""

    def retry_earlier(self, reply):
        return [self.append_entries_for(reply.sender)] if reply.prev_log_index == 0 else []


class NextOnly(NextAndMatch):
    """Raises next_index, and no match_index."""

    def record_success(self, reply):
        self.next_index[reply.sender] = reply.prev_log_index + reply.entry_count + 1
        return []


class MatchesWhatWasRefused(NextAndMatch):
    """Takes the place before the refused one for one where both agree."""

    def retry_earlier(self, reply):
        messages = super().retry_earlier(reply)
        self.match_index[reply.sender] = max(self.next_index[reply.sender] - 1, self.match_index[reply.sender])
        self.advance_commit_index()
        return messages
