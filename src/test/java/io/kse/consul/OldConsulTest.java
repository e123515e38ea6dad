package io.kse.consul;

import io.kse.testbed.RealConsul;
import java.nio.file.Path;

/** The same against a Consul before 1.14: 64 operations at most, other texts. */
class OldConsulTest extends KvTransactionsTest {
    @Override
    RealConsul startConsul(Path folder) {
        return RealConsul.startOld(folder);
    }
}
