"""What a grid of logs shows, in words: a row a server, a column an index."""
from raftlib.pictures.in_html import Table
from raftlib.pictures.legend_words import LOG_WORDS
from raftlib.pictures.log_rows import Row
from raftlib.pictures.log_sides import can_commit
from raftlib.pictures.style import shown


def logs_table(rows: list[Row], indexes: range, groups: list[tuple[str, ...]], down, time: float) -> Table:
    """The entries at some indexes, what each server has applied, what the leader believes, and who can commit."""
    sides = {server: can_commit(group, down, len(rows)) for group in groups for server in group}
    columns = [*(f"index {index}" for index in indexes), "applied", "match_index, next_index",
               *(["its side"] if groups else [])]
    return Table(f"The logs at {shown(time)} ms", ("server", *columns), [
        (f"{row.server}: {row.role}, term {row.state.current_term}",
         *(entry_words(row, index) for index in indexes), row.values, belief(row),
         *([sides[row.server]] if groups else [])) for row in rows])


def entry_words(row: Row, index: int) -> str:
    """An entry: its term and command, how far it has come, and whether it is in conflict."""
    if index > row.state.log.last_index:
        return ""
    entry, conflicts = row.state.log.entry_at(index), 0 < row.conflict <= index
    return ", ".join([f"term {entry.term}{entry.command and ': ' + entry.command}", LOG_WORDS[row.stage(index)],
                      *(["crossed out"] if conflicts else [])])


def belief(row: Row) -> str:
    """The leader's two numbers for a follower."""
    return "" if row.match_index is None else f"{row.match_index}, {row.next_index}"
