package io.kse.input;

import io.kse.document.Document;
import io.kse.document.DocumentJson;
import io.kse.json.JsonValue.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What other writers may leave under a key of ours: never a document of the cluster {@code prod}.
 */
final class ForeignValues {
    /** Consul takes 512 KiB, the text around a value in a request included. */
    static final int HUGE = 500_000;

    private static final int DEEP = 100_000;
    private static final int LONG = 300_000;

    private final SplittableRandom random;
    private final RandomText text;
    private final RandomJson json;

    ForeignValues(SplittableRandom random) {
        this.random = random;
        this.text = new RandomText(random);
        this.json = new RandomJson(random);
    }

    /** Each of these in every run. */
    static List<byte[]> notable() {
        String whole = document("14b57b8383342234", "prod2");
        return List.of(
                new byte[0],
                new byte[] {0},
                new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0},
                new byte[] {'"', (byte) 0xc3, (byte) 0x28, '"'},
                new byte[] {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
                utf8("\ufeff" + whole),
                utf8(whole),
                utf8(document("", "prod")),
                utf8(whole.substring(0, whole.length() / 2)),
                utf8(whole + whole),
                utf8("[" + whole + "]"),
                utf8(whole.replace("30080", "1e999999999")),
                utf8(whole.replace("30080", "1e-999999999")),
                utf8(whole.replace("30080", "30080.5")),
                utf8(whole.replace("30080", "\"30080\"")),
                utf8("{\"hash\":null,\"hash\":\"\",\"ClusterName\":\"prod\"}"),
                utf8("{\"hash\":\"1\",\"ClusterName\":\"prod\",\"ClusterName\":\"prod2\"}"),
                utf8("{\"hash\":[],\"ClusterName\":\"prod\"}"),
                utf8("null"),
                utf8("[]"),
                utf8("[".repeat(DEEP)),
                utf8("[".repeat(DEEP) + "]".repeat(DEEP)),
                utf8("{\"hash\":\"1\",\"custom_attrs\":" + "{\"a\":".repeat(DEEP / 2)),
                utf8("10.0.0.1:80\n"),
                utf8("\u001b[2J\r\nERROR a line of somebody else"));
    }

    private static String document(String hash, String clusterName) {
        return DocumentJson.write(
                new Document(
                        hash,
                        clusterName,
                        30080,
                        "a.example.com",
                        true,
                        "",
                        30080,
                        "http",
                        false,
                        "",
                        0,
                        "",
                        JsonObject.EMPTY));
    }

    byte[] any() {
        byte[] notable = text.pick(notable());
        return switch (random.nextInt(6)) {
            case 0 -> bytes(random.nextInt(200));
            case 1 -> utf8(json.any());
            case 2 -> cut(utf8(text.any()));
            case 3 -> Arrays.copyOf(notable, random.nextInt(notable.length + 1));
            case 4 -> changed(utf8(document("14b57b8383342234", "prod2")));
            default -> notable;
        };
    }

    /** As large as Consul takes it: a document, one long text, many names, or nothing readable. */
    byte[] huge() {
        String whole = document("14b57b8383342234", "prod2");
        int room = HUGE - whole.length();
        return switch (random.nextInt(4)) {
            case 0 -> utf8(whole.replace("a.example.com", "a".repeat(room)));
            case 1 -> utf8("[" + "0,".repeat(HUGE / 2 - 1) + "0]");
            case 2 -> utf8("{" + "\"a\":{},".repeat(HUGE / 7 - 1) + "\"b\":[]}");
            default -> bytes(HUGE);
        };
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** With one byte that is another one. */
    private byte[] changed(byte[] value) {
        value[random.nextInt(value.length)] = '\\';
        return value;
    }

    /** So that it fits into a transaction, whatever its characters are. */
    private static byte[] cut(byte[] value) {
        return Arrays.copyOf(value, Math.min(value.length, LONG));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
