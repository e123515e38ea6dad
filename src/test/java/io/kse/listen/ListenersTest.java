package io.kse.listen;

import static org.assertj.core.api.Assertions.assertThat;

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
}
