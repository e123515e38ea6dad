package io.kse.flow;

import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same with a Consul before 1.14. */
@EnabledIf(
        value = "io.kse.testbed.RealConsul#oldOneExists",
        disabledReason = "CONSUL_OLD_BIN named no Consul before 1.14")
class OldDrainedRegistrationsTest extends DrainedRegistrationsTest {
    OldDrainedRegistrationsTest(RealKubernetes kubernetes) {
        super(kubernetes);
    }

    @Override
    RealConsul startConsul(Path folder) {
        return RealConsul.startOld(folder);
    }
}
