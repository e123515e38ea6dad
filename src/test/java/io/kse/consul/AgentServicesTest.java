package io.kse.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.consul.ConsulReachability.Action;
import io.kse.document.KvKey;
import io.kse.registration.Registered;
import io.kse.registration.Registered.Check;
import io.kse.registration.Registration;
import io.kse.registration.RegistrationChange.Deregister;
import io.kse.registration.RegistrationChange.Register;
import io.kse.service.ServiceName;
import io.kse.testbed.Fault;
import io.kse.testbed.FaultyProxy;
import io.kse.testbed.RealConsul;
import io.kse.testbed.RealServers;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RealServers.class)
class AgentServicesTest {
    private final RealConsul consul;
    private final ConsulReachability reachability = new ConsulReachability("consul");
    private final AgentServices agent;

    AgentServicesTest(RealConsul consul) {
        this.consul = consul;
        this.agent = agent(consul.port());
    }

    private AgentServices agent(int port) {
        return new AgentServices(new ConsulClients(Settings.plain(port)), reachability);
    }

    private static Register register(String id) {
        Registration registration =
                new Registration(id, List.of("agent-test", "more"), "127.0.0.1", 30080);
        return new Register(registration, new ServiceName("shop", "cart"), true, "a test");
    }

    private static Deregister deregister(String id) {
        return new Deregister(id, Optional.empty(), "a test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod-shop-cart-http", "50%-a b", "%41", "ü-<\"'>", "a/b", "a+b&c=d;e"})
    void registersReadsAndDeregistersAnyId(String start) {
        String id = start + UUID.randomUUID();

        agent.make(register(id));

        Registered there = agent.read().services().get(id);
        assertThat(there)
                .isEqualTo(
                        new Registered(
                                id,
                                List.of("agent-test", "more"),
                                "127.0.0.1",
                                30080,
                                List.of(new Check("NodePort", "tcp", "10s"))));
        assertThat(agent.holds(id)).isTrue();
        agent.make(deregister(id));
        assertThat(agent.holds(id)).isFalse();
        assertThat(agent.read().services()).doesNotContainKey(id);
    }

    @Test
    void takesWhatIsNotThereForDeregistered() {
        assertThatCode(() -> agent.make(deregister("never-there"))).doesNotThrowAnyException();
    }

    /** As from a proxy with another idea of paths: that is no agent that has done it. */
    @Test
    void takesNothingForRegisteredThatIsNot() {
        Registration wanted = new Registration("x", List.of("prod"), "127.0.0.1", 30080);
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            AgentServices through = agent(proxy.port());
            proxy.fault(new Fault.Answer(404, "not here"));

            assertThatThrownBy(
                            () ->
                                    through.make(
                                            new Register(
                                                    wanted,
                                                    new ServiceName("a", "b"),
                                                    true,
                                                    "new")))
                    .isInstanceOf(ConsulRefused.class)
                    .hasMessageContaining("404");
            through.close();
        }
    }

    @Test
    void tellsSilenceFromRefusals() {
        try (FaultyProxy proxy = FaultyProxy.http(consul.port())) {
            AgentServices through = agent(proxy.port());
            proxy.fault(new Fault.Answer(500, "broken"));
            assertThatThrownBy(through::read).isInstanceOf(ConsulUnavailable.class);
            assertThat(reachability.isFailing(Action.READ)).isTrue();
            proxy.fault(new Fault.Answer(403, "Permission denied"));
            assertThatThrownBy(() -> through.make(deregister("x")))
                    .isInstanceOf(ConsulDenied.class)
                    .hasMessageEndingWith("denies service:write on x");
            proxy.fault(new Fault.Answer(400, "Bad"));
            assertThatThrownBy(() -> through.make(deregister("x")))
                    .isInstanceOf(ConsulRefused.class);
            proxy.fault(new Fault.Answer(200, "[]"));
            assertThatThrownBy(through::read).isInstanceOf(ConsulUnavailable.class);
            proxy.fault(new Fault.Refuse());
            assertThatThrownBy(through::read).isInstanceOf(ConsulUnavailable.class);
            proxy.heal();
            through.read();
            assertThat(reachability.isAnswering()).isTrue();
            through.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "::1, ::1",
        "[fd00:0:0:0:0:0:0:1], fd00::1",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1"
    })
    void writesAddressesAsGoDoes(String host, String address) throws Exception {
        assertThat(new AgentAddress(host).get()).isEqualTo(address);
    }

    @Test
    void findsTheAddressOfAName() throws Exception {
        assertThat(new AgentAddress("localhost").get()).isIn("127.0.0.1", "::1");
    }

    @Test
    void saysWhichKeysDoNotExist() throws Exception {
        String prefix = consul.newPrefix();
        consul.put(prefix + "/there", "");
        KvKey gone = new KvKey(prefix + "/gone");

        try (KvRoutes routes = KvRoutes.to(Settings.plain(consul.port()))) {
            assertThat(routes.missing(new KvKey(prefix + "/there"), gone))
                    .hasToString("[" + gone + "]");
        }
    }
}
