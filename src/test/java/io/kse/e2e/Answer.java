package io.kse.e2e;

import java.io.IOException;

/**
 * What a {@link BackEnd} says of itself.
 *
 * @param port the NodePort at which it was asked
 * @param client whom it answers, if the load balancer has told it, else {@code -}
 */
record Answer(String cluster, String node, String service, int port, String client) {
    static Answer parse(String text) throws IOException {
        String[] words = text.split(" ");
        if (words.length != 5) {
            throw new IOException("no back end's answer: " + text);
        }
        return new Answer(words[0], words[1], words[2], Integer.parseInt(words[3]), words[4]);
    }
}
