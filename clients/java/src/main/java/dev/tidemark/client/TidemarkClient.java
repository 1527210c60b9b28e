package dev.tidemark.client;

import java.io.Closeable;
import java.io.IOException;
import java.util.Random;

/**
 * Sends a device's events: {@link #track} queues one, {@link #flush} sends what is queued, and {@link #start} does so now
 * and then on a thread of its own.
 *
 * <pre>{@code
 * FileStorage storage = FileStorage.open(directory);
 * Outbox outbox = Outbox.open("d-17", storage, DeviceClock.system(), new SecureRandom(), QueueLimits.defaults(), listener);
 * TidemarkClient client = new TidemarkClient(outbox, new UrlTransport("https://events.example.com", key));
 * client.start(10_000);
 * if (client.track(Event.of("ad_click").withValue("1.25").with("campaign", "c7")) != Offer.QUEUED) { … }
 * client.close();
 * }</pre>
 */
public final class TidemarkClient implements Closeable {

    private final Outbox outbox;
    private final Transport transport;
    private final Object sending = new Object();
    private volatile boolean closed;
    private volatile Thread sender = new Thread();

    public TidemarkClient(Outbox outbox, Transport transport) {
        this.outbox = outbox;
        this.transport = transport;
    }

    /** A client with the usual parts. */
    public static TidemarkClient open(
            String server, String apiKey, String deviceId, Storage storage, OutboxListener listener)
            throws IOException {
        Outbox outbox =
                Outbox.open(deviceId, storage, DeviceClock.system(), new Random(), QueueLimits.defaults(), listener);
        return new TidemarkClient(outbox, new UrlTransport(server, apiKey));
    }

    /** Queues an event; does not wait for the network. What it returns is to be looked at. */
    public Offer track(Event event) {
        return outbox.offer(event);
    }

    /** How many events wait. */
    public int queued() {
        return outbox.size();
    }

    /**
     * Sends, waiting for each answer, until nothing is left or the next try has to wait.
     *
     * @return how long it has to wait, in milliseconds; 0 when nothing is left
     */
    public long flush() {
        synchronized (sending) {
            while (true) {
                Move move = outbox.next();
                if (move instanceof Move.Wait) {
                    return ((Move.Wait) move).millis();
                }
                if (!(move instanceof Move.Send)) {
                    return 0;
                }
                send((Move.Send) move);
            }
        }
    }

    private void send(Move.Send request) {
        Transport.Answered answer;
        try {
            answer = transport.send(request);
        } catch (IOException | RuntimeException e) {
            // Also what a platform throws where it has not given the permission: the events stay, and the listener is
            // told.
            request.failed(String.valueOf(e));
            return;
        }
        request.answered(answer.status, answer.retryAfter, answer.body);
    }

    /**
     * Flushes on a daemon thread until {@link #close}.
     *
     * @param everyMillis the pause in between; the longer, the more events share a request and the less the radio is on
     */
    public synchronized void start(long everyMillis) {
        if (closed || sender.isAlive()) {
            throw new IllegalStateException("the client is " + (closed ? "closed" : "started"));
        }
        sender = new Thread(() -> sendUntilClosed(everyMillis), "tidemark-client");
        sender.setDaemon(true);
        sender.start();
    }

    private void sendUntilClosed(long everyMillis) {
        try {
            while (!closed) {
                Thread.sleep(Math.max(everyMillis, flush()));
            }
        } catch (InterruptedException e) {
            // Closed while it slept.
            return;
        }
    }

    /** Stops sending. What is queued stays in the storage. */
    @Override
    public synchronized void close() {
        closed = true;
        sender.interrupt();
    }
}
