package io.kse.config;

import io.kse.service.GoBoolean;

/**
 * Every environment variable that is read, with what people need to know about it.
 *
 * <p>The one place that knows defaults and what is accepted: the reader uses it, messages quote it,
 * and a test keeps docs/settings.md equal to it.
 */
public enum Setting {
    KSE_CLUSTER_ID(
            "",
            "text without `/`, spaces and control characters",
            "The name of this cluster in keys and documents. Required."),
    KSE_CONSUL_KV_PREFIX(
            "kube-service-exporter",
            "segments between single slashes, none of them `.` or `..`, without "
                    + "spaces at the ends or control characters",
            "What every key starts with."),
    KSE_CONSUL_HOST(
            "127.0.0.1",
            "a host name or an IP address",
            "Where Consul's HTTP API is. A name is looked up again with every new connection, and "
                    + "known for 5 seconds."),
    KSE_CONSUL_PORT("8500", "1 to 65535", "Its port."),
    KSE_CONSUL_DATACENTER(
            "",
            "letters, digits, `-` and `_`",
            "Where documents and nodes go. Unset: the agent's datacenter, where "
                    + "lock and session always are. If it is another one, "
                    + "`<prefix>/leadership/<cluster id>-fence` is written there."),
    KSE_NODE_SELECTOR(
            "",
            "a label selector, or a JSON array of them",
            "Which Nodes are exported. Unset: all. Of an array, the first that "
                    + "gives enough Nodes is used, else the last that gives any. See [Nodes](#nodes)."),
    KSE_MIN_SELECTOR_NODES("1", "0 to 2147483647", "How many Nodes are enough."),
    KSE_NAMESPACE_LIST(
            "",
            "names of namespaces, separated by spaces or commas",
            "Whose Services are exported. Unset: those of all namespaces. One that does not exist "
                    + "yet is empty. While one cannot be read, the others go on and no orphan is "
                    + "deleted. Documents of a namespace that is taken off the list are deleted "
                    + "at the next comparison, if the brake lets them."),
    KSE_SERVICES_KEY_TEMPLATE(
            "",
            "text with `{{ id }}`, `{{ .Field }}` and \"or\", as in Go's text/template",
            "Takes the place of the service id in the key."),
    KSE_SERVICES_ENABLED(
            "false",
            GoBoolean.ACCEPTED,
            "Also registers each exported port as a Consul Service with the agent "
                    + "at KSE_CONSUL_HOST."),
    KSE_SERVICE_RESYNC_PERIOD(
            "15",
            "1 to 2147483647 minutes",
            "Time between two comparisons of everything, give or take 20 %; some things cause one "
                    + "earlier."),
    KSE_MAX_REQUEUE_COUNT(
            "5",
            "0 to 2147483647",
            "How often a change that fails is tried again before it is left to the "
                    + "next comparison. In an outage of Consul: for ever."),
    KSE_DOGSTATSD_ENABLED("true", GoBoolean.ACCEPTED, "Sends metrics to a DogStatsD agent."),
    KSE_DOGSTATSD_HOST("127.0.0.1", "a host name or an IP address", "Where that agent is."),
    KSE_DOGSTATSD_PORT("8125", "1 to 65535", "Its UDP port."),
    KSE_DOGSTATSD_TAGS(
            "",
            "tags separated by commas, without control characters and vertical bars",
            "Tags of every metric that is sent there."),
    KSE_HTTP_IP(
            "0.0.0.0",
            "a host name or an IP address",
            "The address that our HTTP server listens on. `0.0.0.0`: all."),
    KSE_HTTP_PORT("8080", "0 to 65535", "Its port. 0: any free one, for tests."),
    KSE_POD_NAME(
            "",
            "text without control characters",
            "The value of the lock. Unset: the host's name."),
    CONSUL_HTTP_TOKEN("", "visible ASCII characters", "The ACL token for Consul."),
    CONSUL_HTTP_TOKEN_FILE(
            "",
            "a readable file that holds a token",
            "Its token, without white space around it, is used instead of CONSUL_HTTP_TOKEN, "
                    + "unless the file is empty. Read again for every request, so that it may be "
                    + "renewed while the program runs."),
    CONSUL_HTTP_AUTH(
            "",
            "`user:password` or `user`, without control characters",
            "HTTP basic authentication towards Consul."),
    CONSUL_HTTP_SSL("false", GoBoolean.ACCEPTED, "Uses HTTPS towards Consul."),
    CONSUL_HTTP_SSL_VERIFY("true", GoBoolean.ACCEPTED, "False: accepts any certificate of Consul."),
    CONSUL_CACERT(
            "",
            "a readable PEM file",
            "The authorities that may sign Consul's certificate. Unset: "
                    + "CONSUL_CAPATH, else those of the Java runtime."),
    CONSUL_CAPATH(
            "",
            "a readable directory with PEM files",
            "The same as a directory, with its subdirectories. Not used if CONSUL_CACERT is set."),
    CONSUL_CLIENT_CERT(
            "",
            "a readable PEM file, together with CONSUL_CLIENT_KEY",
            "The certificate that we show Consul. Renewed while the program runs: see "
                    + "[certificates](security.md#certificates)."),
    CONSUL_CLIENT_KEY(
            "", "a readable PEM file, together with CONSUL_CLIENT_CERT", "Its private key."),
    CONSUL_TLS_SERVER_NAME(
            "",
            "a host name or an IP address",
            "The name that Consul's certificate must carry. Unset: KSE_CONSUL_HOST."),
    CONSUL_NAMESPACE("", "letters, digits, `-` and `_`", "The namespace, with Consul Enterprise."),
    KUBECONFIG(
            "",
            "readable files, separated by `:`, of which one at least exists",
            "How to reach Kubernetes. Unset: the Pod's service account, else `~/.kube/config`."),
    KSE_MAX_DELETE_PERCENT(
            "50",
            "0 to 100",
            "How much of our documents may go between two counts; what is more waits until "
                    + "somebody says so. 100: off. See [The brake](#the-brake)."),
    KSE_DRAIN(
            "false",
            GoBoolean.ACCEPTED,
            "Takes this cluster out of the load balancers. See "
                    + "[draining a cluster](#draining-a-cluster), which a key in Consul does without a restart."),
    KSE_HEARTBEAT_SECONDS(
            "0",
            "0 to 2147483647 seconds",
            "How often the leader writes a [heartbeat](#the-heartbeat) to Consul. 0: never."),
    KSE_SERVICES_DEREGISTER_ON_EXIT(
            "false", GoBoolean.ACCEPTED, "Deregisters our Consul Services when the program ends."),
    KSE_STATUS_PAGE(
            "local",
            "`local`, `all` or `off`",
            "Who may see the status page, explain and debug end points; `local` is "
                    + "the loopback address, so `kubectl port-forward`."),
    KSE_ROUTES("", "a readable directory", "Where the routes are. Unset: those that are shipped."),
    KSE_LOG_FORMAT("text", "`text` or `json`", "Lines for people, or one JSON object a line."),
    KSE_LOG_LEVEL(
            "INFO", "`TRACE`, `DEBUG`, `INFO`, `WARN` or `ERROR`", "What is logged at least.");

    private final String byDefault;
    private final String accepted;
    private final String meaning;

    Setting(String byDefault, String accepted, String meaning) {
        this.byDefault = byDefault;
        this.accepted = accepted;
        this.meaning = meaning;
    }

    /** What counts if the variable is unset or empty; empty if nothing does. */
    public String byDefault() {
        return byDefault;
    }

    /** Which values are accepted, in Markdown. */
    public String accepted() {
        return accepted;
    }

    /** What it is for, in Markdown. */
    public String meaning() {
        return meaning;
    }

    /** True if its value must never be shown. */
    boolean isSecret() {
        return this == CONSUL_HTTP_TOKEN || this == CONSUL_HTTP_AUTH;
    }
}
