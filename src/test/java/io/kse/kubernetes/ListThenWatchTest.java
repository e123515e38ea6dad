package io.kse.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceList;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.internal.AbstractWatchManager;
import io.fabric8.kubernetes.client.informers.impl.ListerWatcher;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ListThenWatchTest {
    private final Server server = new Server();
    private final ListThenWatch<Service, ServiceList> watch = new ListThenWatch<>(server, () -> {});

    @Test
    void listsFromTheQuestionToTheWatchThatFollows() {
        assertThat(watch.isListing()).isFalse();

        watch.submitList(new ListOptions());
        assertThat(watch.isListing()).isTrue();
        server.list.complete(new ServiceList());
        assertThat(watch.isListing()).isTrue();

        watch.submitWatch(new ListOptions(), new Nobody());
        assertThat(watch.isListing()).isFalse();
    }

    @Test
    void aListIsAsOldAsItsFirstPage() {
        watch.submitList(new ListOptions());
        assertThat(watch.isAnswered()).isFalse();
        server.list.complete(new ServiceList());
        assertThat(watch.isAnswered()).isTrue();

        server.list = new CompletableFuture<>();
        watch.submitList(new ListOptionsBuilder().withContinue("next page").build());
        assertThat(watch.isAnswered()).isTrue();

        watch.submitWatch(new ListOptions(), new Nobody());
        assertThat(watch.isAnswered()).isFalse();
    }

    @Test
    void doesNotListWhenThatHasFailed() {
        watch.submitList(new ListOptions());

        server.list.completeExceptionally(new IllegalStateException("away"));

        assertThat(watch.isListing()).isFalse();
        assertThat(watch.isAnswered()).isFalse();
    }

    private static final class Nobody implements Watcher<Service> {
        @Override
        public void eventReceived(Action action, Service service) {}

        @Override
        public void onClose(WatcherException cause) {}
    }

    /** Answers when it is told to. */
    private static final class Server implements ListerWatcher<Service, ServiceList> {
        private CompletableFuture<ServiceList> list = new CompletableFuture<>();

        @Override
        public CompletableFuture<ServiceList> submitList(ListOptions options) {
            return list;
        }

        @Override
        public CompletableFuture<AbstractWatchManager<Service>> submitWatch(
                ListOptions options, Watcher<Service> watcher) {
            return new CompletableFuture<>();
        }

        @Override
        public Long getLimit() {
            return null;
        }

        @Override
        public int getWatchReconnectInterval() {
            return 1000;
        }

        @Override
        public String getApiEndpointPath() {
            return "/api/v1/services";
        }
    }
}
