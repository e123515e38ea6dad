# consul-template -config consul-template.hcl, started in this folder. CONSUL_HTTP_ADDR and CONSUL_HTTP_TOKEN say where
# Consul is and who asks. The settings of the template are environment variables, too: README.md of examples/ lists them.

# Changes that come together are one reload.
wait {
  min = "250ms"
  max = "2s"
}

# A Consul that has lost its data counts from the beginning again. A question that waits for a later number than Consul
# has is answered only when its time is over: this long until changes are followed again.
block_query_wait = "10s"

# Without this, an outage of Consul of some minutes ends consul-template.
consul {
  retry {
    attempts    = 0
    max_backoff = "5s"
  }
}

template {
  source      = "nginx.conf.ctmpl"
  destination = "nginx.conf.new"

  # A template that cannot be rendered leaves everything as it is, until the next change.
  error_fatal = false

  # Checks nginx.conf.new first; nginx.conf, which nginx runs with, is replaced only by what passes.
  exec {
    command = ["./apply"]
    timeout = "60s"
  }
}
