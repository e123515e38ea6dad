package io.kse.testbed;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Passes so many bytes on; then it flushes them, cuts the connection, and fails. */
final class CutOff extends FilterOutputStream {
    private final Runnable cut;
    private int left;

    CutOff(OutputStream out, int bytes, Runnable cut) {
        super(out);
        this.left = bytes;
        this.cut = cut;
    }

    @Override
    public void write(int next) throws IOException {
        write(new byte[] {(byte) next}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int passing = Math.min(left, length);
        out.write(bytes, from, passing);
        left -= passing;
        if (left == 0) {
            out.flush();
            cut.run();
            throw new IOException("cut on purpose");
        }
    }
}
