package io.kse.explain;

/** An explanation in one word, for scripts. */
public enum Outcome {
    /** Exported, and Consul holds exactly what it should. */
    EXPORTED("exported"),
    /** Not exported, or Consul holds something else. */
    OTHERWISE("otherwise"),
    /** It could not be found out. */
    UNCLEAR("unclear");

    private final String word;

    Outcome(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
