package dev.tidemark.local.replay;

import dev.tidemark.local.outcome.CannotRunException;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Posts one body until each of its events is accepted or rejected, and only then returns. What is to be retried goes
 * again, alone and in its order, before anything after it.
 */
final class Poster {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final EventsApi api;
    private final Duration patience;

    /** @param patience how long the API may accept nothing before the replay gives up */
    Poster(EventsApi api, Duration patience) {
        this.api = api;
        this.patience = patience;
    }

    /**
     * Posts the events.
     *
     * @param rejected is told of every rejected event, with its verdict
     * @return how many were accepted
     * @throws CannotRunException if the API makes no progress for as long as the patience lasts
     */
    int post(List<RecordedEvent> events, BiConsumer<RecordedEvent, PostVerdict.Rejected> rejected)
            throws InterruptedException {
        List<RecordedEvent> left = events;
        int accepted = 0;
        Duration pause = FIRST_PAUSE;
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            String trouble;
            Duration wait = pause;
            try {
                PostAnswer answer = api.post(left);
                List<RecordedEvent> again = new ArrayList<>();
                for (int i = 0; i < left.size(); i++) {
                    PostVerdict verdict = answer.verdicts().get(i);
                    if (verdict instanceof PostVerdict.Retry) {
                        again.add(left.get(i));
                    } else if (verdict instanceof PostVerdict.Rejected reason) {
                        rejected.accept(left.get(i), reason);
                    } else {
                        accepted++;
                    }
                }
                if (again.isEmpty()) {
                    return accepted;
                }
                if (again.size() < left.size()) {
                    deadline = System.nanoTime() + patience.toNanos();
                    pause = FIRST_PAUSE;
                }
                left = again;
                wait = answer.retryAfter().orElse(pause);
                trouble = "it asks to retry " + again.size() + " events";
            } catch (IOException e) {
                trouble = e instanceof HttpTimeoutException ? "it does not answer" : String.valueOf(e.getMessage());
            }
            if (System.nanoTime() - deadline > 0) {
                throw new CannotRunException(
                        "the API has accepted nothing for " + patience.toSeconds() + " s ("
                                + trouble + "); the replay stopped at "
                                + left.get(0).source()
                                + ". Run it again with --fresh: what was posted is in the log, and part of it would count twice.");
            }
            Thread.sleep(wait.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }
}
