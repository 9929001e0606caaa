"""A rule of notebook 07 that looks right and is wrong."""
from raftlib.protocol.server import Server


class ForgetsOthers(Server):
    """A vote for oneself is on disk, one for another is not."""

    def restart(self):
        """P1, for the wrong half of the votes."""
        messages = super().restart()
        if self.voted_for != self.id:
            self.voted_for = None
        return messages
