package io.kse.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.testbed.LogLines;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private final Listeners<Consumer<String>> listeners = new Listeners<>();
    private final List<String> heard = new ArrayList<>();

    @Test
    void goesOnAfterOneThatFails() {
        listeners.add(news -> heard.add("first " + news));
        listeners.add(
                news -> {
                    throw new IllegalStateException("broken");
                });
        listeners.add(news -> heard.add("last " + news));

        try (LogLines log = new LogLines(Listeners.class)) {
            listeners.tell(each -> each.accept("news"));

            assertThat(log.lines())
                    .containsExactly("ERROR A listener failed; what it was told of goes on");
        }
        assertThat(heard).containsExactly("first news", "last news");
    }

    @Test
    void notEvenAnErrorOfOneKeepsATaskFromTheOthers() {
        List<Runnable> tasks = new ArrayList<>();
        listeners.add(
                news -> {
                    throw new StackOverflowError("broken");
                });
        listeners.add(news -> heard.add("last " + news));

        listeners.tellBy(tasks::add, each -> each.accept("news"));

        assertThatThrownBy(tasks.get(0)::run).isInstanceOf(StackOverflowError.class);
        tasks.get(1).run();
        assertThat(heard).containsExactly("last news");
    }
}
