package io.kse.consul;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.kse.document.KvKey;
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
    private final Optional<String> namespace;

    private KvOperation(
            Verb verb,
            KvKey key,
            Optional<String> value,
            Optional<BigInteger> index,
            Optional<String> namespace) {
        this.verb = verb;
        this.key = key;
        this.value = value;
        this.index = index;
        this.namespace = namespace;
    }

    /**
     * Reads {@code key} and every key that starts with it; unlike "get" it does not fail when there
     * is none.
     */
    static KvOperation read(KvKey key, Optional<String> namespace) {
        return new KvOperation(Verb.GET_TREE, key, Optional.empty(), Optional.empty(), namespace);
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
        return verb == Verb.GET_TREE ? "key:read" : "key:write";
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
        return Optional.empty();
    }

    @JsonProperty("Namespace")
    public Optional<String> namespace() {
        return namespace;
    }
}
