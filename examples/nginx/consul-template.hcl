# consul-template -config consul-template.hcl, started in this folder. CONSUL_HTTP_ADDR and CONSUL_HTTP_TOKEN say where
# Consul is and who asks. The settings of the template are environment variables, too: README.md of examples/ lists them.

# Changes that come together are one reload.
wait {
  min = "250ms"
  max = "2s"
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
