package io.kse.consul;

/** A trouble that may last: tells what was said of it already, so that it is said once. */
final class Trouble {
    private static final String NONE = "";

    private String said = NONE;

    /** True if that is not what was said last. */
    synchronized boolean isNews(String text) {
        boolean isNews = !text.equals(said);
        said = text;
        return isNews;
    }

    /** True if there was trouble until now. */
    synchronized boolean isOver() {
        return isNews(NONE);
    }
}
