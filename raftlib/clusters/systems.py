"""The real systems that can be asked, by the names that they have in tables."""
from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.real_cluster import RealCluster

SYSTEMS: dict[str, type[RealCluster]] = {"etcd": EtcdCluster}
