"""Raft, hands on: a deterministic simulator of the Raft consensus algorithm, its pictures, and its widgets.

Names are loaded when they are first used: a simulation needs nothing beyond the standard library.
"""
import sys
from importlib import import_module

_ROOMS = {
    "raftlib.protocol.log": ("Entry", "Log"),
    "raftlib.protocol.messages": ("RequestVote", "RequestVoteReply", "AppendEntries", "AppendEntriesReply"),
    "raftlib.protocol.server": ("Server",),
    "raftlib.protocol.serving": ("ServingServer", "ReadsFromMemory"),
    "raftlib.protocol.read_index": ("ReadIndexServer",),
    "raftlib.protocol.lease": ("LeaseServer",),
    "raftlib.protocol.pre_vote": ("PreVoteServer",),
    "raftlib.protocol.check_quorum": ("CheckQuorumServer",),
    "raftlib.protocol.vote_lease": ("VoteLeaseServer",),
    "raftlib.protocol.transfer": ("TransferServer",),
    "raftlib.protocol.etcd": ("EtcdServer",),
    "raftlib.simulation.broadcast": ("broadcast",),
    "raftlib.simulation.clients": ("Client",),
    "raftlib.simulation.cluster": ("Cluster",),
    "raftlib.simulation.history": ("History",),
    "raftlib.simulation.key_value": ("KeyValue",),
    "raftlib.simulation.network": ("Network",),
    "raftlib.simulation.peeking_key_value": ("PeekingKeyValue",),
    "raftlib.simulation.sessions": ("SessionKeyValue",),
    "raftlib.analysis.availability": ("share_down", "share_down_in_racks"),
    "raftlib.analysis.elections": ("Elections", "hold_elections"),
    "raftlib.analysis.failover": ("Failover",),
    "raftlib.analysis.failover_times": ("failover_times",),
    "raftlib.analysis.frames": ("events_frame", "messages_frame"),
    "raftlib.analysis.gap": ("gap_limit", "largest_gap"),
    "raftlib.analysis.faulty_logs": ("with_faults",),
    "raftlib.analysis.jepsen": ("read_jepsen",),
    "raftlib.analysis.life": ("Life",),
    "raftlib.analysis.linearizability": ("linearizable",),
    "raftlib.analysis.majorities": ("majorities", "majority"),
    "raftlib.analysis.models": ("KeyValueStore", "Register"),
    "raftlib.analysis.observed": ("observe",),
    "raftlib.analysis.operations": ("Operation",),
    "raftlib.analysis.outages": ("downtimes", "live"),
    "raftlib.analysis.read_modes": ("compare_reads",),
    "raftlib.analysis.reads": ("reads_of",),
    "raftlib.analysis.replicas": ("first_difference", "replay", "same_order_by_luck"),
    "raftlib.analysis.replication": ("refusals", "replication"),
    "raftlib.analysis.shiviz": ("to_shiviz",),
    "raftlib.analysis.split_votes": ("mean_terms", "split_probability", "split_rates"),
    "raftlib.analysis.safety": ("check_all", "election_safety", "leader_append_only", "leader_completeness",
                                "log_matching", "state_machine_safety"),
    "raftlib.analysis.trace_events": ("to_trace_events",),
    "raftlib.pictures.message_flow": ("message_flow",),
    "raftlib.pictures.client_lines": ("client_lines",),
    "raftlib.pictures.observed_lines": ("observed_lines",),
    "raftlib.pictures.operation_lines": ("operation_lines",),
    "raftlib.pictures.command_flow": ("command_flow",),
    "raftlib.pictures.draw_message_flow": ("draw_message_flow",),
    "raftlib.pictures.space_time": ("space_time",),
    "raftlib.pictures.term_lines": ("term_lines",),
    "raftlib.pictures.group_grid": ("group_grid",),
    "raftlib.pictures.life_lines": ("life_lines",),
    "raftlib.pictures.log_grid": ("log_grid",),
    "raftlib.pictures.log_steps": ("log_steps",),
    "raftlib.pictures.replicas": ("replica_grid",),
    "raftlib.pictures.event_table": ("event_table",),
    "raftlib.pictures.availability_curves": ("availability_curves",),
    "raftlib.pictures.curves": ("downtime_curves", "split_curves"),
    "raftlib.widgets.panels.groups": ("group_panel",),
    "raftlib.widgets.panels.panel": ("Panel",),
    "raftlib.widgets.panels.availability": ("availability_panel",),
    "raftlib.widgets.panels.elections": ("election_panel",),
    "raftlib.widgets.panels.failovers": ("failover_panel",),
    "raftlib.widgets.player.player": ("Player",),
    "raftlib.widgets.panels.real_cluster": ("real_cluster_panel",),
    "raftlib.widgets.panels.replicas": ("replicas_panel",),
    "raftlib.widgets.panels.serving": ("serving_panel",),
    "raftlib.widgets.panels.walk_back": ("walk_back_panel",),
    "raftlib.widgets.panels.logs": ("partition_panel", "replication_panel"),
    "raftlib.exercises.own_server": ("OwnServer",),
    "raftlib.questions.series": ("progress",),
    "raftlib.reports.report": ("report",),
    "raftlib.reports.check": ("check_report",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = sorted(_HOME)

if sys.platform == "emscripten":
    import_module("raftlib.charts_in_browser").install()


def __getattr__(name: str):
    if name not in _HOME:
        raise AttributeError(f"module 'raftlib' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__
