"""Real clusters on this machine by the verbs of the simulator's Cluster, and what was measured of them."""
from raftlib.clusters.errors import ClusterError
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.failovers import measure_failovers, recorded_failovers
from raftlib.clusters.histories import recorded_history
from raftlib.clusters.lives import recorded_life, see_life
from raftlib.clusters.measured import ask, recorded
from raftlib.clusters.nats import NatsCluster
from raftlib.clusters.printed import recorded_in_vain, see_in_vain
from raftlib.clusters.pysyncobj import PySyncObjCluster

__all__ = ["ClusterError", "EtcdCluster", "NatsCluster", "PySyncObjCluster", "ask", "measure_failovers", "recorded",
           "recorded_failovers", "recorded_history", "recorded_in_vain", "recorded_life", "see_in_vain", "see_life"]
