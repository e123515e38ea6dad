package io.kse.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kse.explain.Explanation;
import io.kse.explain.Outcome;
import io.kse.explain.State;
import io.kse.plan.ServiceState;
import io.kse.service.ServiceName;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;

class ExplainAnswersTest {
    private final CountDownLatch asked = new CountDownLatch(2);
    private final CountDownLatch answered = new CountDownLatch(1);
    private State state = State.of(ServiceState.EXPORTED);

    private final Questions questions = new Questions(this::explanation);

    private Explanation explanation(ServiceName service) {
        return new Explanation(
                service,
                state,
                Outcome.OTHERWISE,
                "the answer",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private HttpAnswer answer(Object namespace, Object service, Object accept) {
        Message request = new DefaultMessage(new DefaultCamelContext());
        request.setHeader("namespace", namespace);
        request.setHeader("service", service);
        request.setHeader("Accept", accept);
        return new ExplainAnswers(questions).answer(request);
    }

    @Test
    void answersWithJsonUnlessTextIsPreferred() {
        assertThat(answer("shop", "cart", null).contentType()).isEqualTo("application/json");
        assertThat(answer("shop", "cart", "text/plain").body()).isEqualTo("the answer\n");
        assertThat(answer("shop", "cart", List.of("image/png", "text/plain")).body())
                .isEqualTo("the answer\n");
    }

    @Test
    void takesNamesFromThePathWhateverElseIsSent() {
        String body = answer(List.of("x", "shop"), List.of("y", "z", "cart"), null).body();

        assertThat(body).contains("\"service\":\"shop/cart\"");
    }

    @Test
    void doesNotAskForWhatIsNoName() {
        assertThat(answer("shop", "<script>", null))
                .satisfies(
                        answer -> {
                            assertThat(answer.status()).isEqualTo(400);
                            assertThat(answer.body()).doesNotContain("<");
                            assertThat(answer.outcome()).isEmpty();
                        });
        assertThat(answer(null, null, null).status()).isEqualTo(400);
    }

    @Test
    void saysWithItsStatusThatAServiceIsNotThere() {
        state = State.UNKNOWN;

        assertThat(answer("shop", "cart", null).status()).isEqualTo(404);
    }

    @Test
    void letsNobodyWaitBehindMoreThanTwo() throws Exception {
        Questions busy =
                new Questions(
                        name -> {
                            asked.countDown();
                            awaitAnswered();
                            return explanation(name);
                        });
        CompletableFuture<Explanation> one = explainAside(busy);
        CompletableFuture<Explanation> two = explainAside(busy);
        asked.await(10, TimeUnit.SECONDS);

        assertThatThrownBy(() -> busy.explain("shop", "cart")).isInstanceOf(TooManyQuestions.class);

        answered.countDown();
        one.get(10, TimeUnit.SECONDS);
        two.get(10, TimeUnit.SECONDS);
        assertThat(busy.explain("shop", "cart").answer()).isEqualTo("the answer");
    }

    private static CompletableFuture<Explanation> explainAside(Questions busy) {
        CompletableFuture<Explanation> explained = new CompletableFuture<>();
        new Thread(() -> explained.complete(busy.explain("shop", "cart"))).start();
        return explained;
    }

    private void awaitAnswered() {
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
