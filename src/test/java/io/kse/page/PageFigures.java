package io.kse.page;

import static io.kse.service.Services.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kse.status.ServiceMeters;
import io.kse.testbed.Figures;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * How long the page and a scrape take with 10,000 Services, all of what it shows taken together
 * anew each time. Runs by name only: script/test -Dtest=PageFigures
 */
class PageFigures {
    private static final int SERVICES = 10_000;
    private static final int ROUNDS = 50;

    @Test
    void isFastWithThousandsOfServices() {
        Looks looks = new Looks();
        for (int i = 0; i < SERVICES; i++) {
            looks.service(
                    service("team-" + i % 300, "service-" + i)
                            .exported()
                            .annotation("load-balancer-listen-port", i % 50 == 0 ? "x" : "443")
                            .nodePort("http", 80, 30_000 + i % 2_000)
                            .build());
        }
        StatusPage page = looks.page();

        for (String query :
                new String[] {
                    "", "q=service-99&state=exported", "page=150", "service=team-1%2Fservice-1"
                }) {
            count("page of 10,000 Services, /?" + query, () -> page.html(query));
            Figures.count("its size", page.html(query).length());
        }
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ServiceMeters(() -> SERVICES, () -> looks.facts().services()).bindTo(registry);
        count("scrape of what depends on their number", registry::scrape);
        assertThat(Rows.of(page.html(""))).hasSize(ServiceTable.PAGE);
    }

    private static void count(String what, Runnable work) {
        work.run();
        long begun = cpuNanos();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        Figures.count(what, (cpuNanos() - begun) / ROUNDS / 1_000 + " µs of CPU");
    }

    /** Of this thread: the machine may be busy with other things. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
