"""What can go wrong with real servers."""


class ClusterError(RuntimeError):
    """A real cluster could not do what it was to do; the sentence says what, and the log what the server said last."""
