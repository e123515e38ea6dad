package io.kse.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What somebody may write who wants more from a load balancer than a route. {@value #MARK} is in
 * all that must not come out whatever it stands in.
 */
final class Hostile {
    static final String MARK = "evil";

    private Hostile() {}

    /** For a field that holds text. None of them is right for any field. */
    static List<String> texts() {
        return List.of(
                "EVIL\n    server evil 6.6.6.6:66",
                "a.example.com\n    server evil 6.6.6.6:66 check",
                "a.example.com\r\nbackend evil",
                "a.example.com\nEVIL",
                "\nEVIL",
                "EVIL\n",
                "/healthz\n    http-request return status 200 string evil",
                "/EVIL hdr Host x",
                "/\"EVIL\"",
                "/EVIL'",
                "/EVIL\\",
                "/EVIL#",
                "/EVIL;",
                "/EVIL{",
                "/$EVIL",
                "/EVIL\t",
                "a.example.com; return 200 EVIL",
                "a.example.com } server { listen 6666; server_name EVIL",
                "a.example.com # EVIL",
                "EVIL}",
                "{EVIL",
                "{{ key \"EVIL\" }}",
                "{{ EVIL }}",
                "}}EVIL",
                "${EVIL}",
                "\"${EVIL}\"",
                "$EVIL.example.com",
                "%[env(EVIL)]",
                "%{+Q}[EVIL]",
                "`EVIL`",
                "$(EVIL)",
                "'EVIL'",
                "\"EVIL\"",
                "\"EVIL",
                "\\EVIL",
                "EVIL\\",
                "EVIL\\\n",
                "EVIL example.com",
                " EVIL.example.com",
                "EVIL.example.com ",
                "EVIL.example.com\u0000",
                "EVIL.example.com\u2028",
                "EVIL\u00a0.example.com",
                "EVIL\u000b.example.com",
                "EVIL.\u212Aelvin.example.com",
                "evil.b\u00fccher.example",
                "evil.\u4f60\u597d.example",
                "evil.\ud83d\ude00",
                "EVIL..example.com",
                "EVIL.example.com.",
                ".EVIL.example.com",
                "*.EVIL.example.com",
                "~^(.*)EVIL$",
                "-f EVIL",
                "-EVIL.example.com",
                "EVIL-.example.com",
                "EVIL_.example.com",
                "EVIL.example.com:443",
                "EVIL|EVIL",
                "<EVIL>",
                "EVIL&EVIL;",
                "unix:/EVIL",
                "fd@EVIL",
                "../../EVIL",
                "E" + "V".repeat(70) + "IL.EVIL.com",
                "EVIL.".repeat(60) + "com",
                "EVIL".repeat(20_000));
    }

    /** Words that HAProxy or nginx know where a name may stand. */
    static List<String> words() {
        return List.of(
                "default", "include", "hostnames", "volatile", "_", "unless", "if", "or", "server");
    }

    /** Numbers for a port that are none. */
    static List<Integer> ports() {
        return List.of(Integer.MIN_VALUE, -65536, -1, 0, 65536, 1_000_000, Integer.MAX_VALUE);
    }

    /** JSON objects for {@code custom-attrs}. */
    static List<String> attributes() {
        List<String> all = new ArrayList<>();
        for (String text : texts().subList(0, texts().size() - 1)) {
            String quoted = Published.json(text);
            all.add("{\"allow\":[%s,\"10.0.0.0/8\"]}".formatted(quoted));
            all.add("{\"timeouts\":{\"idle\":%s},\"%s\":1}".formatted(quoted, "EVIL\\n"));
        }
        Stream.of(
                        "\"EVIL\"",
                        "{\"EVIL\":1}",
                        "[]",
                        "null",
                        "true",
                        "3",
                        "[null,1,true,{},[],[\"10.0.0.0/8\"]]",
                        "[\"10.0.0.0/33\"]",
                        "[\"10.0.0.0/8 EVIL\",\"10.0.0.0/8\\n0.0.0.0/0\",\"0.0.0.0/0;\"]",
                        "[\"256.1.1.1\",\"1.2.3\",\"01.2.3.4\",\"1.2.3.4/\",\"1.2.3.4/08\"]",
                        "[\"::ffff:1.2.3.4\",\"fe80::1%EVIL\",\"1::2::3\",\":::\",\"fd00::/129\"]",
                        "[\"all\",\"any\",\"unix:\",\"-f\",\"localhost\"]")
                .forEach(value -> all.add("{\"allow\":" + value + "}"));
        Stream.of("-1", "0", "0.5", "86401", "1e300", "1e-300", "null", "true", "[60]", "{}")
                .forEach(value -> all.add("{\"timeouts\":{\"idle\":" + value + "}}"));
        Stream.of("\"EVIL\"", "[\"EVIL\"]", "3", "null")
                .forEach(value -> all.add("{\"timeouts\":" + value + "}"));
        return all;
    }

    /** JSON of every type, for documents that are not ours. */
    static List<String> json() {
        List<String> all = new ArrayList<>();
        texts().forEach(text -> all.add(Published.json(text)));
        words().forEach(text -> all.add(Published.json(text)));
        ports().forEach(port -> all.add(port.toString()));
        all.addAll(
                List.of(
                        "null",
                        "true",
                        "false",
                        "[]",
                        "{}",
                        "[\"EVIL\"]",
                        "{\"EVIL\":\"EVIL\"}",
                        "0.5",
                        "80.5",
                        "1e9",
                        "1e300",
                        "-0.0",
                        "[[[[]]]]",
                        "\"\"",
                        "\"0\""));
        return all;
    }
}
