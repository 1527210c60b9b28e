package dev.tidemark.local.fleet;

import java.util.List;

/**
 * A request of a phone as it reaches the server.
 *
 * @param arrivesAtMillis in true time, milliseconds since the epoch
 * @param sentAtMillis in true time, milliseconds since the epoch
 * @param says whether the app says when it sent
 * @param clockErrorMillis how far the phone's clock is ahead of true time
 * @param repeats whether the phone had sent these events before and did not hear back
 */
record Delivery(
        long arrivesAtMillis,
        String deviceId,
        long sentAtMillis,
        boolean says,
        long clockErrorMillis,
        boolean repeats,
        List<PhoneEvent> events) {}
