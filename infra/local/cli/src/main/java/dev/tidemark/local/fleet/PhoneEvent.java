package dev.tidemark.local.fleet;

/** What no server is told of an event: when it truly happened, and whether it was sent before. */
final class PhoneEvent {

    private final String id;
    private final long happenedAtMillis;
    private boolean sent;

    /** @param happenedAtMillis in true time, milliseconds since the epoch; the phone's own clock may say otherwise */
    PhoneEvent(String id, long happenedAtMillis) {
        this.id = id;
        this.happenedAtMillis = happenedAtMillis;
    }

    String id() {
        return id;
    }

    long happenedAtMillis() {
        return happenedAtMillis;
    }

    /** It goes on its way; says whether it had been sent before. */
    boolean send() {
        boolean before = sent;
        sent = true;
        return before;
    }
}
