"""The reference and the wrong servers of notebook 05's exercises 5 and 6."""
from raftlib.protocol.server import Server

# ---- The consistency check -----------------------------------------------------------------------------------

class ConsistencyCheck(Server):
    """The reference: rule AE2."""

    def has_previous_entry(self, request):
        """AE2: an entry of that term at that index; the place before the first always matches."""
        index = request.prev_log_index
        return index == 0 or self.log.term_at(index) == request.prev_log_term


class NoCheck(Server):
    """Takes whatever comes."""

    def has_previous_entry(self, request):
        """Without a look at its log."""
        return True


class IndexOnly(Server):
    """Looks whether there is an entry, and not of which term."""

    def has_previous_entry(self, request):
        """Length only."""
        return request.prev_log_index <= self.log.last_index


class NeverAtStart(Server):
    """Forgets the place before the first entry."""

    def has_previous_entry(self, request):
        """There is no entry at index 0."""
        entry = self.log.entry_at(request.prev_log_index)
        return entry is not None and entry.term == request.prev_log_term


class LastOnly(Server):
    """Accepts only what follows its own last entry."""

    def has_previous_entry(self, request):
        """The last entry must be the one before."""
        return (request.prev_log_index, request.prev_log_term) == (self.log.last_index, self.log.last_term)


class NotForHeartbeats(Server):
    """Checks messages that carry entries, and lets heartbeats pass."""

    def has_previous_entry(self, request):
        """As if an empty message vouched for nothing."""
        index = request.prev_log_index
        return not request.entries or index == 0 or self.log.term_at(index) == request.prev_log_term


# ---- The conflict rule ---------------------------------------------------------------------------------------

class ConflictRule(Server):
    """The reference: rules AE3 and AE4."""

    def store_entries(self, request):
        """AE3, AE4: delete from the first conflict on, and nothing else; append what is missing."""
        for number, entry in enumerate(request.entries):
            index = request.prev_log_index + 1 + number
            if self.log.term_at(index) != entry.term:
                self.log = self.log.before(index).append(*request.entries[number:])
                return


class DropAll(Server):
    """Deletes everything after prev_log_index, then appends."""

    def store_entries(self, request):
        """Takes a late message for news."""
        self.log = self.log.before(request.prev_log_index + 1).append(*request.entries)


class DropIfAny(Server):
    """Deletes everything after prev_log_index when there is something to append."""

    def store_entries(self, request):
        """Leaves its log alone for heartbeats only."""
        if request.entries:
            self.log = self.log.before(request.prev_log_index + 1).append(*request.entries)


class KeepAll(Server):
    """Appends what is missing and deletes nothing."""

    def store_entries(self, request):
        """Its own entries stay, whoever leads."""
        known = self.log.last_index - request.prev_log_index
        self.log = self.log.append(*request.entries[max(known, 0):])


class AppendAlways(Server):
    """Appends all entries at the end."""

    def store_entries(self, request):
        """Without a look at where they belong."""
        self.log = self.log.append(*request.entries)


class Idle(Server):
    """Leaves its log as it is."""

    def store_entries(self, request):
        """As if there were nothing to do; a docstring alone would pass for a method that is not written yet."""
        self.log = self.log
