# docker build --tag kube-service-exporter:1.0.0 .
# What is in it, how it was tried and how to pin these tags by digest: docs/image.md.

FROM registry.k8s.io/etcd:3.5.21-0 AS etcd
FROM registry.k8s.io/kube-apiserver:v1.33.13 AS kube-apiserver
FROM registry.k8s.io/kubectl:v1.33.13 AS kubectl
FROM hashicorp/consul:1.14.4 AS consul

FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
# The Maven wrapper checks a .zip; without unzip it takes a .tar.gz and refuses it.
RUN command -v unzip || { apt-get update && apt-get install --yes --no-install-recommends unzip; }
WORKDIR /build
COPY mvnw pom.xml dependencies-lock.json ./
COPY .mvn .mvn
# Without sources: this layer holds what Maven downloads, until pom.xml changes.
RUN ./mvnw -q -B -ntp -Dmaven.test.skip=true package
COPY routes routes
COPY src/main src/main
# The AOT cache knows each jar by its time; one time for all, whenever they are built.
RUN ./mvnw -q -B -ntp -Dmaven.test.skip=true package \
    && find target/kube-service-exporter -exec touch -d 2026-01-01T00:00:00Z {} +

FROM eclipse-temurin:25.0.3_9-jre-noble AS program
# One pool of native memory: several fragment, and nothing here waits for it.
ENV MALLOC_ARENA_MAX=1
COPY --from=build /build/target/kube-service-exporter/lib /opt/kube-service-exporter/lib
COPY --from=build /build/target/kube-service-exporter/routes /opt/kube-service-exporter/routes
COPY --from=build /build/target/kube-service-exporter/sbom.cdx.json /opt/kube-service-exporter/
COPY --chmod=644 src/main/image/java.options /opt/kube-service-exporter/
COPY --chmod=755 src/main/image/kube-service-exporter /usr/local/bin/

# Exports the examples from a real API server to a real Consul, and writes down which classes that took. With the memory
# of the manifests: a cache made with a heap of 32 GB and more fits no smaller one.
FROM program AS training
COPY --from=etcd /usr/local/bin/etcd /training/bin/
COPY --from=kube-apiserver /usr/local/bin/kube-apiserver /training/bin/
COPY --from=kubectl /bin/kubectl /training/bin/
COPY --from=consul /bin/consul /training/bin/
COPY script /training/script
COPY examples /training/examples
COPY src/test/testbed /training/src/test/testbed
RUN sed -i /AOTCache/d /opt/kube-service-exporter/java.options \
    && KUBEBUILDER_ASSETS=/training/bin CONSUL_BIN=/training/bin/consul \
       JAVA_TOOL_OPTIONS="-XX:MaxRAM=512m -XX:AOTCacheOutput=/opt/kube-service-exporter/kube-service-exporter.aot" \
       /training/script/server --once --program /usr/local/bin/kube-service-exporter

# The build fails here if the cache does not fit. A container whose cache does not fit starts all the same.
FROM program AS checked
COPY --from=training /opt/kube-service-exporter/kube-service-exporter.aot /opt/kube-service-exporter/
USER 65532:65532
RUN JAVA_TOOL_OPTIONS="-XX:MaxRAM=512m -XX:AOTMode=on" kube-service-exporter --version

FROM program
ARG VERSION=1.0.0-SNAPSHOT
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=unknown
COPY --from=checked /opt/kube-service-exporter/kube-service-exporter.aot /opt/kube-service-exporter/
# A number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 8080
STOPSIGNAL SIGTERM
LABEL org.opencontainers.image.title="kube-service-exporter" \
      org.opencontainers.image.description="Publishes Kubernetes Services and Nodes to Consul KV" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
ENTRYPOINT ["/usr/local/bin/kube-service-exporter"]
