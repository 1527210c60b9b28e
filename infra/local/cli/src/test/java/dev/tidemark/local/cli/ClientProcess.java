package dev.tidemark.local.cli;

import dev.tidemark.client.Event;
import dev.tidemark.client.FileStorage;
import dev.tidemark.client.Offer;
import dev.tidemark.client.OutboxListener;
import dev.tidemark.client.TidemarkClient;
import java.nio.file.Path;

/** An app as a process: tracks events by number, says which are queued, sends now and then, and ends when all are taken. */
final class ClientProcess {

    private static final int EVENTS_A_FLUSH = 4;

    private ClientProcess() {}

    public static void main(String[] args) throws Exception {
        String device = args[2];
        int last = Integer.parseInt(args[5]);
        try (FileStorage storage = FileStorage.open(Path.of(args[1]));
                TidemarkClient client =
                        TidemarkClient.open(args[0], RunningOnData.API_KEY, device, storage, new OutboxListener() {})) {
            for (int number = Integer.parseInt(args[4]); number <= last; number++) {
                Event event = Event.of("ad_click")
                        .withId("e" + number)
                        .withWallMillis(Long.parseLong(args[3]))
                        .withValue("0.25")
                        .with("campaign", device);
                if (client.track(event) != Offer.QUEUED) {
                    throw new IllegalStateException("not queued");
                }
                System.out.println(number);
                if (number % EVENTS_A_FLUSH == 0) {
                    client.flush();
                }
            }
            for (long wait = client.flush(); wait > 0; wait = client.flush()) {
                Thread.sleep(wait);
            }
        }
    }
}
