"""What a reader's own server or network has given back, where it may be more or less than Raft's own would give."""
from raftlib.protocol.log import Log
from raftlib.simulation.arguments import LONGEST, brief, is_number, plain


def whole_delay(delay: float) -> int:
    """What a reader's own delay gives, in whole microseconds: no message may arrive before it is sent."""
    delay = plain(delay)
    if not is_number(delay) or not 0 <= delay <= LONGEST * 1000:
        raise ValueError(f"Network.delay gave {brief(delay)}: it must give a number of microseconds, 0 or more.")
    return round(delay)


def entry_for(command: str, before: Log, log: Log) -> int | None:
    """The index of the entry that a leader has made of a command, by its log before and now; None if it made none.

    A leader of a reader's own may append more than this one entry, or word the command in its own way.
    """
    if log.last_index == before.last_index + 1:  # as nearly always
        return log.last_index
    first = min(before.last_index + 1, log.last_index)  # it may even have put it in the place of its last one
    new = [index for index in range(log.last_index, max(first, 1) - 1, -1)
           if log.entry_at(index) != before.entry_at(index)]
    return next((index for index in new if log.entry_at(index).command == command), new[0] if new else None)
