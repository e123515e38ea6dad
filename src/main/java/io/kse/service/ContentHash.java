package io.kse.service;

import io.kse.json.JsonNumber;
import io.kse.json.JsonValue;
import io.kse.json.JsonValue.JsonArray;
import io.kse.json.JsonValue.JsonBoolean;
import io.kse.json.JsonValue.JsonObject;
import io.kse.json.JsonValue.JsonString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The {@code hash} field: the original's structure hash (mitchellh/hashstructure, format 1, FNV-1),
 * so that a document of the original and ours of the same Service carry the same one. Does not
 * depend on the order of members.
 */
public final class ContentHash {
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final long VERSION = 1;

    private ContentHash() {}

    /** 64 bits in lower-case hexadecimal, without leading zeros. */
    public static String of(ExportedService exported) {
        return Long.toHexString(hash(exported));
    }

    /** As {@link #of}, as the number that it is. */
    public static long number(ExportedService exported) {
        return hash(exported);
    }

    /** True if {@code text} is written as {@link #of} writes. */
    public static boolean isHash(String text) {
        return text.matches("0|[1-9a-f][0-9a-f]{0,15}");
    }

    /**
     * What a text adds to the hash, which is the XOR of all fields: so the text can be put in, or
     * taken out, without the others.
     *
     * @param field the original's name of the field, as {@code PortName}
     */
    public static long part(String field, String text) {
        return member(field, text(text));
    }

    private static long hash(ExportedService exported) {
        return text("ExportedService")
                ^ member("ClusterId", text(exported.clusterId().value()))
                ^ member("Namespace", text(exported.service().namespace()))
                ^ member("Name", text(exported.service().name()))
                ^ member("PortName", text(exported.portName()))
                ^ member("Port", int32(exported.port()))
                ^ member("DNSName", text(exported.dnsName()))
                ^ member("ServicePerCluster", bool(exported.servicePerCluster()))
                ^ member("HealthCheckPath", text(exported.healthCheckPath()))
                ^ member("HealthCheckPort", int32(exported.healthCheckPort()))
                ^ member("BackendProtocol", text(exported.backendProtocol()))
                ^ member("ProxyProtocol", bool(exported.proxyProtocol()))
                ^ member("LoadBalancerClass", text(exported.loadBalancerClass()))
                ^ member("LoadBalancerListenPort", int32(exported.loadBalancerListenPort()))
                ^ member("IngressSNI", text(exported.ingressSni()))
                ^ member("CustomAttrs", object(exported.customAttrs()))
                ^ member("IdPrefix", text(exported.idPrefix()))
                ^ member("Version", int64(VERSION));
    }

    /** Loops, not streams: a thousand levels have to fit on the stack. */
    private static long value(JsonValue value) {
        if (value instanceof JsonObject object) {
            return object(object);
        } else if (value instanceof JsonArray array) {
            return array(array);
        } else if (value instanceof JsonString string) {
            return text(string.text());
        } else if (value instanceof JsonNumber number) {
            return int64(Double.doubleToLongBits(number.toDouble()));
        } else if (value instanceof JsonBoolean bool) {
            return bool(bool.value());
        }
        return int64(0);
    }

    private static long array(JsonArray array) {
        long hash = 0;
        for (JsonValue element : array.elements()) {
            hash = ordered(hash, value(element));
        }
        return hash;
    }

    private static long object(JsonObject object) {
        long hash = 0;
        for (Map.Entry<String, JsonValue> member : object.members().entrySet()) {
            hash ^= member(member.getKey(), value(member.getValue()));
        }
        return hash;
    }

    private static long member(String name, long value) {
        return ordered(text(name), value);
    }

    private static long ordered(long first, long second) {
        return fnv(littleEndian(2 * Long.BYTES).putLong(first).putLong(second));
    }

    private static long text(String text) {
        return fnv(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static long bool(boolean value) {
        return fnv(ByteBuffer.wrap(new byte[] {(byte) (value ? 1 : 0)}));
    }

    private static long int32(int value) {
        return fnv(littleEndian(Integer.BYTES).putInt(value));
    }

    private static long int64(long value) {
        return fnv(littleEndian(Long.BYTES).putLong(value));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** FNV-1 of the whole buffer: multiply, then xor. */
    private static long fnv(ByteBuffer bytes) {
        long hash = OFFSET;
        for (byte b : bytes.array()) {
            hash = (hash * PRIME) ^ (b & 0xff);
        }
        return hash;
    }
}
