package io.kse.kubernetes;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.kse.service.ServiceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.component.kubernetes.KubernetesConfiguration;
import org.apache.camel.component.kubernetes.services.KubernetesServicesComponent;
import org.apache.camel.component.kubernetes.services.KubernetesServicesEndpoint;
import org.apache.camel.spi.annotations.Component;

/**
 * Camel's {@code kubernetes-services} with a consumer that survives outages, see {@link
 * InformerConsumer}. Its producer is the stock one.
 */
// The annotation is not inherited; without it Camel binds no option of the end point.
@Component("kubernetes-services")
public class InformerServicesComponent extends KubernetesServicesComponent {
    private final List<String> namespaces;
    private final Overtaken overtaken = new Overtaken();
    private final WatchedKind<Service> watched;

    /** {@code namespaces}: which ones to watch; empty means all. */
    public InformerServicesComponent(List<String> namespaces, Arrivals arrivals) {
        this.namespaces = List.copyOf(namespaces);
        this.watched =
                new WatchedKind<>(
                        "kubernetes-services",
                        "KSE_NAMESPACE_LIST says what is watched",
                        arrivals,
                        overtaken::isNews,
                        Informers::isSettled,
                        this::sources);
    }

    /** What live lists have told and this watch has not; whoever lists tells it. */
    public Overtaken overtaken() {
        return overtaken;
    }

    /** Who knows Services, some or all; empty while the route does not run. */
    Optional<Informers<Service>> informers() {
        return watched.informers();
    }

    /** The Services as the route's consumer knows them; empty while their list is incomplete. */
    Optional<Informers<Service>> services() {
        return watched.complete();
    }

    /**
     * The Services whose events wait for the route or are under way in it, with the arrival of each
     * one's latest. What a list could not tell of yet, a comparison leaves to the event.
     */
    public Map<ServiceName, Long> waiting() {
        Map<ServiceName, Long> waiting = new HashMap<>();
        watched.unfinished()
                .forEach(event -> waiting.merge(name(event.object()), event.arrival(), Math::max));
        return waiting;
    }

    /** How many events wait, and for how long. */
    public Backlog backlog() {
        return watched.backlog();
    }

    /**
     * What to run whenever the Services of a namespace were listed again, because the watch had a
     * gap, or for the first time after the others; their events wait for the route by then. It runs
     * on a thread of the client: it must not take long.
     */
    public void onGap(Runnable bell) {
        watched.onGap(bell);
    }

    /**
     * Lists again and watches anew, for when the watch fails to report. What is known stays until
     * then; what was missed comes as LISTED events. Returns at once; nothing if a list is under way
     * already, or no route watches.
     */
    public void restartWatch() {
        watched.restart();
    }

    /**
     * The Service, as it is now, comes to the route once more, as an event of its own that was
     * LISTED: something that it depends on has changed. Nothing if the Service is not known.
     */
    public void again(ServiceName service) {
        watched.again(service.namespace(), service.name());
    }

    static ServiceName name(Service service) {
        return new ServiceName(
                service.getMetadata().getNamespace(), service.getMetadata().getName());
    }

    @Override
    protected KubernetesServicesEndpoint doCreateEndpoint(
            String uri, String remaining, KubernetesConfiguration configuration) {
        return new KubernetesServicesEndpoint(uri, this, configuration) {
            @Override
            public Consumer createConsumer(Processor processor) throws Exception {
                Consumer consumer = watched.consumer(this, getKubernetesConfiguration(), processor);
                configureConsumer(consumer);
                return consumer;
            }
        };
    }

    private List<Source<Service>> sources(KubernetesClient client) {
        if (namespaces.isEmpty()) {
            return List.of(source("", client.services().inAnyNamespace()));
        }
        return namespaces.stream()
                .map(name -> source(name, client.services().inNamespace(name)))
                .toList();
    }

    private static Source<Service> source(String namespace, Informable<Service> services) {
        return new Source<>(namespace, services, PagedList.SERVICES, Trim::service);
    }
}
