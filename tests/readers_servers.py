"""Servers as readers write them: a rule written anew in a way that nobody foresaw, right or wrong."""
from raftlib.protocol.server import Server


class CastsTheVoteInTheCheck(Server):
    """Votes while it looks whether it may."""

    def may_vote_for(self, candidate_id):
        if self.voted_for is None:
            self.voted_for = candidate_id
        return self.voted_for == candidate_id


class RefusesHeartbeats(Server):
    """Says no to every message without entries."""

    def has_previous_entry(self, request):
        return bool(request.entries) and super().has_previous_entry(request)


class TruncatesOnTheWay(Server):
    """Shortens its log to the place where the new entries begin, before it looks."""

    def has_previous_entry(self, request):
        self.log = self.log.before(request.prev_log_index + 1)
        return super().has_previous_entry(request)


class LooksAtTheFirstEntry(Server):
    """Takes all entries of a message if it lacks the first, and none if it has it."""

    def store_entries(self, request):
        first = request.prev_log_index + 1
        if request.entries and not self.log.matches(first, request.entries[0].term):
            self.log = self.log.before(first).append(*request.entries)


class NeverApplies(Server):
    """Commits and hands nothing over."""

    def apply_committed(self):
        pass


class CommitsNothing(Server):
    """Never finds that it may commit."""

    def may_commit(self, index):
        return False


class KeepsItsRole(Server):
    """Is told to be a follower, and goes on."""

    def become_follower(self):
        pass


class IgnoresHigherTerms(Server):
    """Stays in its own term, whatever it hears."""

    def adopt_term(self, term):
        pass


class NeedsAllVotes(Server):
    """Takes all servers for a majority."""

    def majority(self):
        return len(self.peers) + 1


class RemembersVotes(Server):
    """Begins each election with the votes of the last one."""

    def first_votes(self):
        return tuple(dict.fromkeys((self.id, *self.votes)))


class StartsFromItsOwnLog(Server):
    """Takes for known, as it wins, that all hold its log."""

    def become_leader(self):
        messages = super().become_leader()
        self.match_index = dict.fromkeys(self.peers, self.log.last_index)
        return messages


class BatchesOfOne(Server):
    """Sends one entry a message."""

    batch = 1


class HasAGrudge(Server):
    """Refuses one server, whatever its check says."""

    def grants_vote(self, request):
        return super().grants_vote(request) and request.candidate_id != "S1"


class ChecksNothing(Server):
    """Looks at the entry before, and accepts all the same."""

    def has_previous_entry(self, request):
        return super().has_previous_entry(request) or True


class AcceptsAnyLeader(Server):
    """Looks at the leader's term, and accepts it all the same."""

    def accepts_leader(self, request):
        return super().accepts_leader(request) or True


class StandsAtOnce(Server):
    """Does not wait for its timer after a restart."""

    def restart(self):
        super().restart()
        return self.start_election()


class TakesItsRoleBack(Server):
    """Adopts a term, and is what it was before."""

    def adopt_term(self, term):
        role = self.role
        super().adopt_term(term)
        self.role = role if role != "leader" else "follower"


class SpeaksToTwo(Server):
    """Saves messages."""

    def append_entries_to_all(self):
        return super().append_entries_to_all()[:2]


class SpeaksToNobody(Server):
    """Saves all messages."""

    def append_entries_to_all(self):
        return []


class ListsItsVotes(Server):
    """Gives a list where a tuple is asked."""

    def first_votes(self):
        return [self.id]
