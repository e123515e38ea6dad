package io.kse.flow;

import io.kse.testbed.RealConsul;
import io.kse.testbed.RealKubernetes;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same with a Consul before 1.14, which takes what is not there for deregistered. */
@EnabledIf(
        value = "io.kse.testbed.RealConsul#oldOneExists",
        disabledReason = "CONSUL_OLD_BIN named no Consul before 1.14")
class OldAgentTest extends RegistrationsTest {
    OldAgentTest(RealKubernetes kubernetes) {
        super(kubernetes);
    }

    @Override
    RealConsul startConsul(Path folder) {
        return RealConsul.startOld(folder);
    }
}
