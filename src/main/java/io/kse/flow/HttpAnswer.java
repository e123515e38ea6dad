package io.kse.flow;

/**
 * What a client gets.
 *
 * @param outcome the word of {@link io.kse.explain.Outcome}; empty if nothing was explained
 */
public record HttpAnswer(int status, String contentType, String outcome, String body) {
    static HttpAnswer text(int status, String line) {
        return new HttpAnswer(status, "text/plain; charset=utf-8", "", line + "\n");
    }
}
