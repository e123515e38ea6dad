package io.kse.testbed;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import java.nio.file.Path;

/** A ServiceAccount, and tokens of it as its Pods get them. */
public record Account(RealKubernetes kubernetes, String namespace, String name) {
    private static final String RBAC = "rbac.authorization.k8s.io";

    /** One that is new and may do everything. */
    public static Account ofAnAdministrator(RealKubernetes kubernetes, String namespace) {
        String name = "administrator";
        kubernetes
                .client()
                .resource(
                        new ServiceAccountBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(name)
                                .endMetadata()
                                .build())
                .create();
        kubernetes
                .client()
                .resource(
                        new ClusterRoleBindingBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .withNewRoleRef(RBAC, "ClusterRole", "cluster-admin")
                                .addNewSubject("", "ServiceAccount", name, namespace)
                                .build())
                .create();
        return new Account(kubernetes, namespace, name);
    }

    /** A file with a token. */
    public Path kubeconfig() {
        return kubernetes.tokenKubeconfig(namespace + "-" + name, token(new TokenRequest()));
    }

    /** A token that is good until {@link #revoke}; {@code secret} has no other one. */
    public String newToken(String secret) {
        Secret bound =
                kubernetes
                        .client()
                        .resource(
                                new SecretBuilder()
                                        .withNewMetadata()
                                        .withNamespace(namespace)
                                        .withName(secret)
                                        .endMetadata()
                                        .build())
                        .create();
        return token(
                new TokenRequestBuilder()
                        .withNewSpec()
                        .withNewBoundObjectRef("v1", "Secret", secret, bound.getMetadata().getUid())
                        .endSpec()
                        .build());
    }

    private String token(TokenRequest request) {
        return kubernetes
                .client()
                .serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** The API server may remember for ten seconds that the token of that Secret was good. */
    public void revoke(String secret) {
        kubernetes.client().secrets().inNamespace(namespace).withName(secret).delete();
    }

    /** What the API server says of the token now. */
    public boolean isGood(String token) {
        TokenReview review =
                new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
        return Boolean.TRUE.equals(
                kubernetes.client().resource(review).create().getStatus().getAuthenticated());
    }
}
