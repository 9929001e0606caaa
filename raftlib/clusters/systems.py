"""The real systems that can be asked, by the names that they have in tables."""
from functools import partial

from raftlib.clusters.etcd import EtcdCluster
from raftlib.clusters.nats import NatsCluster
from raftlib.clusters.pysyncobj import PySyncObjCluster

SYSTEMS = {"etcd": EtcdCluster, "NATS": NatsCluster, "PySyncObj": PySyncObjCluster,
           "PySyncObj with a journal": partial(PySyncObjCluster, journal=True)}
VERSIONS = {"etcd": EtcdCluster.system, "NATS": NatsCluster.system, "PySyncObj": PySyncObjCluster.system,
            "PySyncObj with a journal": f"{PySyncObjCluster.system}, with a journal"}
