# What "diff" and "explain --offline" need: they read what is published and change nothing.
#
# Put your KSE_CONSUL_KV_PREFIX in the place of "kube-service-exporter/", and your KSE_CLUSTER_ID in the place of "prod".

# "list" is "read", and the right to list keys where enable_key_list_policy is on; elsewhere "read" is enough.
key_prefix "kube-service-exporter/services/" {
  policy = "list"
}

key "kube-service-exporter/nodes/prod" {
  policy = "read"
}

# Whether the cluster is drained.
key "kube-service-exporter/drain/prod" {
  policy = "read"
}

# What the brake holds, and whether somebody has let it go.
key "kube-service-exporter/brake/prod" {
  policy = "read"
}

key "kube-service-exporter/brake/prod/release" {
  policy = "read"
}
