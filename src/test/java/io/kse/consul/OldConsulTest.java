package io.kse.consul;

import io.kse.testbed.RealConsul;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The same against a Consul before 1.14: 64 operations at most, other texts. */
class OldConsulTest {
    @Nested
    class Transactions extends KvTransactionsTest {
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
