package io.kse.consul;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kse.document.KvKey;
import io.kse.leadership.Fence;
import io.kse.leadership.Fence.IndexFence;
import io.kse.leadership.Fence.SessionFence;
import io.kse.plan.KvChange;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.kiwiproject.consul.model.kv.Operation;
import org.kiwiproject.consul.model.kv.Verb;

/**
 * One operation of a Consul transaction.
 *
 * <p>Two things that the client's own operation does not do: values are UTF-8 whatever the
 * platform's charset is, and the namespace is in the operation, which is where a transaction looks
 * for it.
 *
 * @see <a href="https://developer.hashicorp.com/consul/api-docs/txn">Consul's transaction API</a>
 */
@JsonSerialize(as = KvOperation.class)
@JsonInclude(JsonInclude.Include.NON_ABSENT)
final class KvOperation extends Operation {
    private final Verb verb;
    private final KvKey key;
    private final Optional<String> value;
    private final Optional<BigInteger> index;
    private final Optional<String> session;
    private final Optional<String> namespace;

    private KvOperation(
            Verb verb,
            KvKey key,
            Optional<String> value,
            Optional<BigInteger> index,
            Optional<String> session,
            Optional<String> namespace) {
        this.verb = verb;
        this.key = key;
        this.value = value;
        this.index = index;
        this.session = session;
        this.namespace = namespace;
    }

    /** Fails the transaction if the fence does not hold any more. */
    static KvOperation of(Fence fence, Optional<String> namespace) {
        return fence instanceof SessionFence held
                ? new KvOperation(
                        Verb.CHECK_SESSION,
                        held.key(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(held.session()),
                        namespace)
                : index((IndexFence) fence, namespace);
    }

    private static KvOperation index(IndexFence fence, Optional<String> namespace) {
        return new KvOperation(
                Verb.CHECK_INDEX,
                fence.key(),
                Optional.empty(),
                Optional.of(BigInteger.valueOf(fence.index())),
                Optional.empty(),
                namespace);
    }

    /** Fails unless {@code key} is at the first index of all, where none of ours can be. */
    static KvOperation check(KvKey key, Optional<String> namespace) {
        return index(new IndexFence(key, 1), namespace);
    }

    /** Reads exactly {@code key}; fails if there is none. */
    static KvOperation get(KvKey key, Optional<String> namespace) {
        return reading(Verb.GET, key, namespace);
    }

    /**
     * Reads {@code key} and every key that starts with it; unlike "get" it does not fail when there
     * is none.
     */
    static KvOperation read(KvKey key, Optional<String> namespace) {
        return reading(Verb.GET_TREE, key, namespace);
    }

    private static KvOperation reading(Verb verb, KvKey key, Optional<String> namespace) {
        return new KvOperation(
                verb, key, Optional.empty(), Optional.empty(), Optional.empty(), namespace);
    }

    /** Makes the change if the key is still at its index. */
    static KvOperation of(KvChange change, Optional<String> namespace) {
        Verb verb = change instanceof KvChange.Put ? Verb.CHECK_AND_SET : Verb.DELETE_CHECK_AND_SET;
        Optional<String> value =
                change instanceof KvChange.Put put ? Optional.of(put.value()) : Optional.empty();
        return new KvOperation(
                verb,
                change.key(),
                value.map(KvOperation::base64),
                Optional.of(BigInteger.valueOf(change.index())),
                Optional.empty(),
                namespace);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    KvKey kvKey() {
        return key;
    }

    /** The right that the operation needs, in Consul's words. */
    String right() {
        return writes() ? "key:write" : "key:read";
    }

    boolean writes() {
        return verb == Verb.CHECK_AND_SET || verb == Verb.DELETE_CHECK_AND_SET;
    }

    @Override
    public String verb() {
        return verb.toValue();
    }

    @Override
    public Optional<String> key() {
        return Optional.of(key.path());
    }

    /** In base64 already: the annotation takes the client's own encoder away. */
    @Override
    @JsonProperty("Value")
    @JsonSerialize
    public Optional<String> value() {
        return value;
    }

    @Override
    public Optional<Long> flags() {
        return Optional.empty();
    }

    @Override
    public Optional<BigInteger> index() {
        return index;
    }

    @Override
    public Optional<String> session() {
        return session;
    }

    @JsonProperty("Namespace")
    public Optional<String> namespace() {
        return namespace;
    }
}
