package io.kse.flow;

import static io.kse.service.Services.service;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.kse.service.ServiceAnnotations;
import io.kse.testbed.RealKubernetes;

/** A namespace of exported Services with one port each, {@code http}. */
final class Shop {
    private final RealKubernetes kubernetes;
    private final String namespace;

    Shop(RealKubernetes kubernetes) {
        this.kubernetes = kubernetes;
        this.namespace = kubernetes.newNamespace();
    }

    String namespace() {
        return namespace;
    }

    Service create(String name) {
        Service service = service(namespace, name).exported().port("http", 80).build();
        return kubernetes.client().resource(service).create();
    }

    /** Its document then says {@code "load_balancer_class":"<loadBalancerClass>"}. */
    void change(String name, String loadBalancerClass) {
        String annotation = ServiceAnnotations.PREFIX + "load-balancer-class";
        kubernetes
                .client()
                .services()
                .inNamespace(namespace)
                .withName(name)
                .edit(
                        service ->
                                new ServiceBuilder(service)
                                        .editMetadata()
                                        .addToAnnotations(annotation, loadBalancerClass)
                                        .endMetadata()
                                        .build());
    }

    void delete(String name) {
        kubernetes.client().services().inNamespace(namespace).withName(name).delete();
    }
}
