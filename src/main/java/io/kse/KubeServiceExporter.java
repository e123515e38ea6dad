package io.kse;

public final class KubeServiceExporter {
    private KubeServiceExporter() {}

    public static void main(String[] arguments) {}
}
