# shellcheck shell=bash
# What the scripts share: where things live, which programs are used, which processes are ours.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cache_root=${XDG_CACHE_HOME:-${HOME:?is not set, and neither is XDG_CACHE_HOME}/.cache}/kube-service-exporter
runs=$cache_root/runs
# shellcheck disable=SC2034 # for those who source this file
distribution=$repository/target/kube-service-exporter
# As old as the sources that the distribution was made from.
# shellcheck disable=SC2034
packaged=$repository/target/.packaged
step=${0##*/}

say() { printf '%s: %s\n' "$step" "$*"; }

die() {
    printf '%s: %s\n' "$step" "$*" >&2
    exit 1
}

# Prints the comment at the top of the calling script.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# What a misspelt option deserves: the usage, and the exit code that says so.
misused() {
    printf '%s: not understood: %s\n\n' "$step" "$1" >&2
    usage >&2
    exit 2
}

if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)); then die "bash 4.4 or newer is needed, this is $BASH_VERSION"; fi

# --- programs -----------------------------------------------------------------------------------

sha256() { if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi; }

testbed_cache() {
    local modules=$repository/src/test/testbed hash
    hash=$(cat "$modules/kubernetes/go.sum" "$modules/consul/go.sum" "$modules/consul-template/go.sum" | sha256)
    echo "$cache_root/testbed-${hash:0:12}"
}

# Runs a program that may not be what its name says: no input, and 10 seconds at most.
asked() {
    if command -v timeout >/dev/null; then timeout 10 "$@" </dev/null 2>&1; else "$@" </dev/null 2>&1; fi
}

# The version of program $2 as the $1 that we need; fails if it is another program or too old.
version_of() {
    local answer=
    case $1 in
        etcd) answer=$(asked "$2" --version | sed -n 's/^etcd Version: //p') ;;
        kube-apiserver) answer=$(asked "$2" --version | sed -n 's/^Kubernetes v//p') ;;
        kubectl) answer=$(asked "$2" version --client | sed -n 's/^Client Version: v//p') ;;
        consul | consul-old) answer=$(asked "$2" version | sed -n 's/^Consul v//p') ;;
        consul-template) answer=$(asked "$2" -version | sed -n 's/^consul-template v\([^ ]*\).*/\1/p') ;;
    esac
    case $1 in
        etcd) [[ $answer =~ ^3\.([5-9]|[1-9][0-9]) ]] ;;
        kube-apiserver) [[ $answer =~ ^1\.(2[5-9]|[3-9][0-9]) ]] ;;
        # The "dispatcher" of the Google Cloud SDK picks another kubectl by itself.
        kubectl) [[ $answer =~ ^1\.[0-9]+ && $answer != *dispatcher* ]] ;;
        # Older ones do not know -grpc-tls-port.
        consul) [[ $answer =~ ^1\.(1[4-9]|[2-9][0-9]) ]] ;;
        consul-old) [[ $answer =~ ^1\.([4-9]|1[0-3])(\.|$) ]] ;;
        consul-template) [[ $answer =~ ^0\.(3[0-9]|[4-9][0-9]) ]] ;;
    esac || return 1
    echo "$answer"
}

# Where the user says that program $1 is; empty if they say nothing.
pointed_at() {
    if [ "$1" = consul ]; then
        echo "${CONSUL_BIN:-}"
    elif [ "$1" = consul-template ]; then
        echo "${CONSUL_TEMPLATE_BIN:-}"
    elif [ -n "${KUBEBUILDER_ASSETS:-}" ] && [ -e "$KUBEBUILDER_ASSETS/$1" ]; then
        echo "$KUBEBUILDER_ASSETS/$1"
    fi
}

# The program $1 that will be used: the user's, the PATH's, the cache's; empty if there is none.
located() {
    local pointed path
    pointed=$(pointed_at "$1")
    if [ -n "$pointed" ]; then
        version_of "$1" "$pointed" >/dev/null || die "$pointed is no $1 that works here" \
            "(needed: etcd 3.5, kube-apiserver 1.25, Consul 1.14, consul-template 0.30 or newer):" \
            "correct or unset KUBEBUILDER_ASSETS, CONSUL_BIN or CONSUL_TEMPLATE_BIN"
        echo "$pointed"
        return
    fi
    for path in "$(type -P "$1")" "$cache/$1"; do
        if [ -x "$path" ] && version_of "$1" "$path" >/dev/null; then
            echo "$path"
            return
        fi
    done
}

locate_all() {
    etcd=$(located etcd)
    apiserver=$(located kube-apiserver)
    kubectl=$(located kubectl)
    consul=$(located consul)
    consul_template=$(located consul-template)
    consul_old=${CONSUL_OLD_BIN:-}
    if [ -n "$consul_old" ] && ! version_of consul-old "$consul_old" >/dev/null; then
        die "$consul_old is no Consul 1.4 to 1.13 that works here: correct or unset CONSUL_OLD_BIN"
    fi
}

complete() { [ -n "$etcd" ] && [ -n "$apiserver" ] && [ -n "$kubectl" ] && [ -n "$consul" ] && [ -n "$consul_template" ]; }

# --- bootstrap ----------------------------------------------------------------------------------

check_jdk() {
    local home=${JAVA_HOME:-} java=java javac=javac version
    if [ -n "$home" ]; then java=$home/bin/java javac=$home/bin/javac; fi
    if ! type -P "$java" >/dev/null || ! type -P "$javac" >/dev/null; then
        die "no JDK: $java or $javac is missing. Install a JDK 17 or newer (Debian: apt-get install openjdk-17-jdk-headless)," \
            "or point JAVA_HOME at one"
    fi
    version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.specification\.version = //p')
    if ! [[ $version =~ ^[0-9]+$ ]] || [ "$version" -lt 17 ]; then
        die "Java ${version:-?} ($(type -P "$java")) is too old: a JDK 17 or newer is needed. Point JAVA_HOME at one"
    fi
    say "JDK $version ($(type -P "$java"))"
}

check_go() {
    local version
    # Asked inside the module, where a Go with toolchain switching answers as the one that it would switch to.
    version=$(cd "$repository/src/test/testbed/kubernetes" && GOWORK=off go env GOVERSION 2>/dev/null) || version=
    if [[ $version =~ ^go1\.([0-9]+)(\.([0-9]+))? ]]; then
        if [ $((BASH_REMATCH[1] * 100 + ${BASH_REMATCH[3]:-0})) -ge 2404 ]; then return; fi
    fi
    die "the servers that tests and demo talk to are not here, and building them takes Go 1.24.4 or newer (found: ${version:-none})." \
        "Either install Go (https://go.dev/dl/), or point at ready programs: KUBEBUILDER_ASSETS=<folder with etcd, kube-apiserver, kubectl>" \
        "(setup-envtest makes one), CONSUL_BIN=<file> and CONSUL_TEMPLATE_BIN=<file>"
}

# Builds module $1 into folder $2.
go_build() {
    (cd "$repository/src/test/testbed/$1" \
        && CGO_ENABLED=0 GOWORK=off go build -mod=readonly -trimpath -buildvcs=false -ldflags "-s -w ${3:-}" -o "$2/" tool) \
        || die "module src/test/testbed/$1 does not build; the lines above say why (needed: the Go module proxy or a filled module cache)"
}

# Programs are moved into place whole, so neither a kill half way nor a second bootstrap leaves a part of one.
build_kubernetes() {
    say "building etcd, kube-apiserver and kubectl from source: once, about 4 minutes on 2 cores"
    # Without its version kube-apiserver takes itself for 0.0.0.
    go_build kubernetes "$1" "-X k8s.io/component-base/version.gitVersion=v1.33.13"
    mv -f "$1/server" "$cache/etcd"
    mv -f "$1/kube-apiserver" "$1/kubectl" "$cache/"
}

build_consul() {
    say "building Consul from source: once, about 2 minutes on 2 cores"
    go_build consul "$1"
    mv -f "$1/consul" "$cache/"
}

build_consul_template() {
    say "building consul-template from source: once, about 20 s on 2 cores"
    go_build consul-template "$1"
    mv -f "$1/consul-template" "$cache/"
}

build_missing() {
    local build
    check_go
    # The lock is released by the kernel whatever ends us; where there is no flock, two bootstraps build twice.
    exec 9>"$cache/lock"
    if command -v flock >/dev/null; then
        flock -n 9 || { say "another bootstrap is building: waiting for it"; flock 9; }
        rm -rf "$cache"/build-*
    fi
    locate_all
    build=$(mktemp -d "$cache/build-XXXXXX")
    if [ -z "$etcd" ] || [ -z "$apiserver" ] || [ -z "$kubectl" ]; then build_kubernetes "$build"; fi
    if [ -z "$consul" ]; then build_consul "$build"; fi
    if [ -z "$consul_template" ]; then build_consul_template "$build"; fi
    rm -rf "$build"
    exec 9>&-
    locate_all
}

# The programs as lines that a shell, a properties file and RealServers (Java) read alike.
print_paths() {
    printf '%s\n' "KSE_TESTBED_ETCD=$etcd" "KSE_TESTBED_KUBE_APISERVER=$apiserver" \
        "KSE_TESTBED_KUBECTL=$kubectl" "KSE_TESTBED_CONSUL=$consul" \
        "KSE_TESTBED_CONSUL_TEMPLATE=$consul_template" "KSE_TESTBED_CONSUL_OLD=$consul_old"
}

# Sets etcd, apiserver, kubectl, consul and consul_template to programs that work.
bootstrap() {
    cache=$(testbed_cache)
    mkdir -p "$cache"
    locate_all
    if ! complete; then build_missing; fi
    complete || die "built, but not working: see $cache"
    print_paths >"$cache/paths.$$"
    mv -f "$cache/paths.$$" "$cache/paths"
    say "etcd $(version_of etcd "$etcd") ($etcd)"
    say "kube-apiserver $(version_of kube-apiserver "$apiserver") ($apiserver)"
    say "kubectl $(version_of kubectl "$kubectl") ($kubectl)"
    say "Consul $(version_of consul "$consul") ($consul)"
    say "consul-template $(version_of consul-template "$consul_template") ($consul_template)"
    if [ -n "$consul_old" ]; then say "Consul $(version_of consul-old "$consul_old") ($consul_old), the old one"; fi
}

# Nothing of the user's own settings may reach what we start.
forget_users_settings() {
    local name
    for name in KUBECONFIG "${!KSE_@}" "${!CONSUL_@}"; do unset "$name"; done
}

# --- runs: one folder per demo or test run ------------------------------------------------------

# When process $1 started; empty if there is none, or if it has ended and only waits to be reaped (states Z and X), which
# can take for ever in a container. Together with the number it names one process for good.
started() {
    local stat state start
    if [ -d /proc/self ]; then
        stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 0
        # The name, in brackets, may hold spaces; behind it, the state is the first field and the start time the 20th.
        read -r -a stat <<<"${stat##*) }"
        state=${stat[0]} start=${stat[19]}
    else
        read -r state start <<<"$(ps -o state= -o lstart= -p "$1")"
    fi
    if [[ $state != [ZXx]* ]]; then echo "$start"; fi
}

# Sets run to a fresh folder that belongs to this process. Its owner is in it before teardown can see it.
new_run() {
    local fresh=$runs/.new-$$
    run=$runs/$1-$$
    mkdir -p "$runs"
    rm -rf "$fresh" "$run"
    (umask 077 && mkdir "$fresh")
    echo "$$ $(started $$)" >"$fresh/owner"
    echo "$repository" >"$fresh/repository"
    mv "$fresh" "$run"
}

is_live() {
    local pid start
    read -r pid start 2>/dev/null <"$1/owner" || return 1
    [ -n "$start" ] && [ "$(started "$pid")" = "$start" ]
}

# The processes of run $1: those whose environment has its mark, and no others, whatever number they have.
processes_of() {
    if [ -d /proc/self ]; then
        grep -lazsxF "TESTBED_RUN=$1" /proc/[0-9]*/environ | cut -d/ -f3 || true
    else
        ps -axEww -o pid=,command= | awk -v mark=" TESTBED_RUN=$1 " 'index($0 " ", mark) { print $1 }'
    fi
}

# Ends whatever is left of run $1 and removes its folder. The servers' data is thrown away, so they are not asked.
remove_run() {
    local pids _
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        pids=$(processes_of "$1")
        if [ -z "$pids" ]; then break; fi
        # shellcheck disable=SC2086 # one word per process
        kill -KILL $pids 2>/dev/null || true
        sleep 0.1
    done
    rm -rf "$1"
}
