package io.kse.consul;

import io.kse.consul.ConsulReachability.Action;
import java.io.IOException;
import org.kiwiproject.consul.ConsulException;

/** Says what a failed call to the agent's own part of Consul means to the caller. */
final class AgentAnswers {
    private static final String PERMISSION_DENIED = "Permission denied";

    private final String address;
    private final ConsulReachability reachability;

    /**
     * @param address host:port, for people
     * @param reachability told of every call, but not of changes that were made or refused
     */
    AgentAnswers(String address, ConsulReachability reachability) {
        this.address = address;
        this.reachability = reachability;
    }

    /** A call succeeded. */
    void success(Action action) {
        noteAnswer(action);
    }

    /** There was no answer, or none that an agent gives; what to throw. */
    ConsulUnavailable silence(IOException failure, Action action, String url) {
        ConsulException call =
                new ConsulException("Consul request to [" + url + "] failed", failure);
        ConsulUnavailable meaning =
                new ConsulUnavailable(address, ConsulSilence.reason(call), failure);
        if (!ConsulSilence.isOurDoing(call)) {
            reachability.failed(action, meaning);
        }
        return meaning;
    }

    /**
     * It answered no; what to throw.
     *
     * @param right what the call needs, as {@code service:write on <name>}
     */
    RuntimeException refusal(int status, String body, Action action, String right) {
        String answer = "status " + status + ": " + OneLine.of(body);
        ConsulException cause = new ConsulException(answer);
        boolean isUnknown = UnknownToken.is(status, body);
        if (isUnknown || status == 408 || status == 429 || status >= 500) {
            String reason = isUnknown ? UnknownToken.REASON : answer;
            ConsulUnavailable later = new ConsulUnavailable(address, reason, true, cause);
            reachability.failed(action, later);
            return later;
        }
        noteAnswer(action);
        String agent = "Consul agent at " + address;
        if (status == 401 || status == 403) {
            String what = body.contains(PERMISSION_DENIED) ? right : "access: " + OneLine.of(body);
            return new ConsulDenied(agent + " denies " + what, cause);
        }
        return new ConsulRefused(agent + " refuses with " + answer, cause);
    }

    /**
     * That one change is made or refused says nothing of another one that is to wait: it would end
     * the outage, and that one begin the next at once. So who makes them ends it.
     */
    private void noteAnswer(Action action) {
        if (action != Action.WRITE) {
            reachability.answered(action);
        }
    }
}
