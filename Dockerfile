# docker build --tag kube-service-exporter:1.0.0 .
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /build
COPY mvnw pom.xml ./
COPY .mvn .mvn
COPY routes routes
COPY src/main src/main
RUN ./mvnw -q -B -ntp -Dmaven.test.skip=true package

FROM eclipse-temurin:25-jre-noble
COPY --from=build /build/target/kube-service-exporter /opt/kube-service-exporter

# A number, so that Kubernetes can tell that it is not root.
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/opt/kube-service-exporter/bin/kube-service-exporter"]
