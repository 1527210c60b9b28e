package dev.tidemark.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of the events of a request. Believed is only what Tidemark itself can have written: a page of a hotel's
 * network with status 200 is no acknowledgement, and its 400 no refusal.
 */
abstract class ServerAnswer {

    private static final String PROBLEM = "urn:tidemark:problem:";

    private ServerAnswer() {}

    /** A verdict for each event, by its place in the request. */
    static final class EventVerdicts extends ServerAnswer {

        final List<EventVerdict> verdicts;

        private EventVerdicts(List<EventVerdict> verdicts) {
            this.verdicts = verdicts;
        }
    }

    /** Nothing is known of the events, and all are to be sent again. */
    static final class Again extends ServerAnswer {

        final String detail;

        private Again(String detail) {
            this.detail = detail;
        }
    }

    /** The request as a whole cannot be taken: it goes again in smaller ones, and what cannot be smaller is refused. */
    static final class Smaller extends ServerAnswer {

        final EventVerdict ofOneAlone;

        private Smaller(EventVerdict ofOneAlone) {
            this.ofOneAlone = ofOneAlone;
        }
    }

    /** Of one event: accepted, to be sent again, or refused with a code and a detail. */
    static final class EventVerdict {

        static final EventVerdict ACCEPTED = new EventVerdict("", "");
        static final EventVerdict AGAIN = new EventVerdict("", "");

        final String code;
        final String detail;

        private EventVerdict(String code, String detail) {
            this.code = code;
            this.detail = detail;
        }
    }

    static ServerAnswer of(int status, String body, List<QueuedEvent> sent) {
        Map<?, ?> answer = objectOf(body);
        String type = text(answer, "type");
        boolean ours = type.startsWith(PROBLEM);
        if (status == 413) {
            return new Smaller(new EventVerdict("too_large", "the server takes no request of this size"));
        }
        if (status == 200 || (ours && (status == 400 || status == 503))) {
            List<EventVerdict> verdicts = verdicts(answer, sent);
            if (verdicts != null) {
                return new EventVerdicts(verdicts);
            }
        }
        if (ours && status == 400) {
            return new Smaller(
                    new EventVerdict(type.substring(PROBLEM.length()).replace('-', '_'), text(answer, "detail")));
        }
        return new Again("status " + status + (ours ? ", " + text(answer, "title") : ""));
    }

    /** Null where the answer does not account for each event exactly once. */
    private static @Nullable List<EventVerdict> verdicts(Map<?, ?> answer, List<QueuedEvent> sent) {
        EventVerdict[] verdicts = new EventVerdict[sent.size()];
        Arrays.fill(verdicts, EventVerdict.ACCEPTED);
        Object accepted = answer.get("accepted");
        if (!(accepted instanceof Double)
                || !mark(verdicts, answer.get("rejected"), sent, true)
                || !mark(verdicts, answer.get("retry"), sent, false)) {
            return null;
        }
        int left = 0;
        for (EventVerdict verdict : verdicts) {
            left += verdict == EventVerdict.ACCEPTED ? 1 : 0;
        }
        return left == ((Double) accepted).intValue() ? new ArrayList<>(Arrays.asList(verdicts)) : null;
    }

    private static boolean mark(
            EventVerdict[] verdicts, @Nullable Object entries, List<QueuedEvent> sent, boolean rejected) {
        if (!(entries instanceof List)) {
            return entries == null;
        }
        for (Object entry : (List<?>) entries) {
            Object index = entry instanceof Map ? ((Map<?, ?>) entry).get("index") : null;
            int at = index instanceof Double ? ((Double) index).intValue() : -1;
            if (at < 0 || at >= verdicts.length || verdicts[at] != EventVerdict.ACCEPTED) {
                return false;
            }
            Map<?, ?> verdict = (Map<?, ?>) entry;
            Object id = verdict.get("id");
            // Of a refused event the id may be what is wrong.
            if (!rejected && id != null && !id.equals(sent.get(at).id)) {
                return false;
            }
            verdicts[at] =
                    rejected ? new EventVerdict(text(verdict, "code"), text(verdict, "detail")) : EventVerdict.AGAIN;
        }
        return true;
    }

    /** The two stamps of {@code GET /v1/time}, with the device's own around them; null if the answer has none. */
    static @Nullable ClockExchange exchange(String body, long sentAt, long gotAt) {
        Map<?, ?> answer = objectOf(body);
        try {
            return new ClockExchange(
                    sentAt, Stamp.parse(text(answer, "receivedAt")), Stamp.parse(text(answer, "respondedAt")), gotAt);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<?, ?> objectOf(String body) {
        try {
            Object value = JsonIn.read(body);
            return value instanceof Map ? (Map<?, ?>) value : new HashMap<>();
        } catch (IllegalArgumentException e) {
            return new HashMap<>();
        }
    }

    private static String text(Map<?, ?> object, String name) {
        Object value = object.get(name);
        return value instanceof String ? (String) value : "";
    }
}
