package io.kse.consul;

import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIf;

/** The same against a Consul before 1.14: 64 operations at most, other texts. */
@EnabledIf(
        value = "io.kse.testbed.RealConsul#oldOneExists",
        disabledReason = "CONSUL_OLD_BIN named no Consul before 1.14")
class OldConsulTest {
    @Nested
    class Transactions extends KvTransactionsTest {
        @Override
        RealConsul startConsul(Path folder) {
            return RealConsul.startOld(folder);
        }
    }

    @Nested
    class Fences extends FencedWritesTest {
        @Override
        RealConsul startConsul(Path folder) {
            return RealConsul.startOld(folder);
        }
    }

    @Nested
    class Documents extends OurDocumentsTest {
        @Override
        RealConsul startConsul(Path folder) {
            return RealConsul.startOld(folder);
        }
    }

    @Nested
    class Acl extends ConsulAclTest {
        @Override
        RealConsul startConsul(Path folder) {
            return RealConsul.startOld(folder, "-hcl=" + acl("master"));
        }

        @Override
        boolean tellsThatAListIsFiltered() {
            return false;
        }
    }
}
