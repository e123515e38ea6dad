# What the token of the exporter (CONSUL_HTTP_TOKEN, CONSUL_HTTP_TOKEN_FILE) needs, and no more.
#
#   consul acl policy create -name kube-service-exporter -rules @docs/consul-acl.hcl
#   consul acl token create -policy-name kube-service-exporter
#
# Put your KSE_CONSUL_KV_PREFIX in the place of "kube-service-exporter/", and your KSE_CLUSTER_ID in the place of "prod".
# A test runs the program with this file, and with each rule taken out.

# Documents. Their keys end in the cluster id, for which Consul has no rule, so that this is about all clusters under the
# prefix. "write" lets it list the keys as well, also where enable_key_list_policy is on.
key_prefix "kube-service-exporter/services/" {
  policy = "write"
}

# The list of Nodes.
key "kube-service-exporter/nodes/prod" {
  policy = "write"
}

# An operator's word that the cluster is to be drained.
key "kube-service-exporter/drain/prod" {
  policy = "read"
}

# Only with KSE_HEARTBEAT_SECONDS.
key "kube-service-exporter/heartbeat/prod" {
  policy = "write"
}

# The lock. With KSE_CONSUL_DATACENTER it has to be readable there, too.
key "kube-service-exporter/leadership/prod-leader" {
  policy = "write"
}

# Only with a KSE_CONSUL_DATACENTER other than the agent's.
key "kube-service-exporter/leadership/prod-fence" {
  policy = "write"
}

# Deletes that wait for a person: the report, and the release that the person writes and the program removes.
key "kube-service-exporter/brake/prod" {
  policy = "write"
}

key "kube-service-exporter/brake/prod/release" {
  policy = "write"
}

# The session of the lock belongs to the Consul node of the agent at KSE_CONSUL_HOST. If you know the names of these
# nodes, or what they begin with, put that here; all replicas of the cluster read each other's sessions.
session_prefix "" {
  policy = "write"
}

# Only with KSE_SERVICES_ENABLED. Ids of Consul Services begin with [<id-prefix>-][<cluster id>-]<namespace>; where the
# annotations id-prefix and load-balancer-service-per-cluster are not used, that is the cluster id.
service_prefix "prod-" {
  policy = "write"
}
