package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kse.http.AddressTaken;
import io.kse.http.HttpAddress;
import io.kse.http.HttpLimits;
import io.kse.http.HttpServers;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;

class StartFailureTest {
    /** Between our look whether it is free and the server's start. */
    @Test
    void aPortThatIsTakenAtTheLastMomentEndsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            HttpAddress address = new HttpAddress("127.0.0.1", taken.getLocalPort());
            Main main = new Main();
            main.bind("httpServers", new HttpServers(address, HttpLimits.standard()));
            main.addProperty("camel.server.enabled", "true");
            main.addProperty("camel.server.port", String.valueOf(address.port()));

            Exception failure = catchThrowableOfType(Exception.class, main::run);

            assertThat(StartFailure.of(failure))
                    .isInstanceOf(AddressTaken.class)
                    .hasMessageContaining(address.toString());
        }
    }
}
