package dev.tidemark.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.client.MemoryStorage.Fate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * A device's life in which everything goes wrong: requests and answers are lost, the server refuses and hesitates, the clock
 * is set, the device sleeps, the disk fails, and the process is killed before or after any call of the storage. Whatever
 * happens: what was called queued is in the log once or was refused, in the order in which it was offered; a resend is the
 * same to the byte; and what is recorded as settled is not sent again.
 */
class KillProperties {

    private static final int ACTIONS = 60;

    @Property(tries = 400)
    void whatever_kills_and_fails_at_random(@ForAll long seed) {
        Random chance = new Random(seed);
        new Life(seed).live(call -> switch (chance.nextInt(25)) {
            case 0 -> Fate.KILLED_BEFORE;
            case 1 -> Fate.KILLED_AFTER;
            case 2 -> Fate.FAILS_BEFORE;
            case 3 -> Fate.FAILS_AFTER;
            default -> Fate.WELL;
        });
    }

    @Example
    void killed_or_failed_once_at_every_call_in_turn() {
        for (long seed = 1; seed <= 3; seed++) {
            long calls = new Life(seed).live(call -> Fate.WELL);
            assertThat(calls).isGreaterThan(20);
            for (long at = 0; at < calls; at++) {
                long fatal = at;
                for (Fate fate : Fate.values()) {
                    new Life(seed).live(call -> call == fatal ? fate : Fate.WELL);
                }
            }
        }
    }

    private static final class Life {

        private final TestClock clock = new TestClock();
        private final MemoryStorage storage = new MemoryStorage();
        private final TestServer server = new TestServer();
        private final List<String> offered = new ArrayList<>();
        private final Set<String> queued = new HashSet<>();
        private final Set<String> recorded = new HashSet<>();
        private final Random random;
        private @Nullable Outbox outbox;

        /** A request that the server splits into records may come to the log in part: then the rest follows it. */
        private boolean handedBackInPart;

        Life(long seed) {
            this.random = new Random(seed);
        }

        /** Returns how many calls of the storage there were. */
        long live(MemoryStorage.Fates fates) {
            storage.fates = fates;
            for (int i = 0; i < ACTIONS; i++) {
                // Drawn before anything is done, so that a kill changes nothing of what follows.
                alive(act(new Random(random.nextLong())));
            }
            long calls = storage.calls;
            storage.fates = call -> Fate.WELL;
            alive(this::drain);
            alive(this::drain);
            judge();
            return calls;
        }

        private void alive(Action action) {
            try {
                if (outbox == null) {
                    storage.restart();
                    outbox = Outbox.open(
                            "d",
                            storage,
                            clock,
                            random(),
                            QueueLimits.defaults().withEventsOfRequest(4),
                            new OutboxListener() {});
                }
                action.run(outbox);
            } catch (MemoryStorage.Killed | IOException e) {
                outbox = null;
            }
            for (String id : settledByServer()) {
                if (storage.texts.values().stream().noneMatch(text -> text.contains("\"" + id + "\""))) {
                    recorded.add(id);
                }
            }
        }

        private Set<String> settledByServer() {
            Set<String> settled = new HashSet<>(server.log.keySet());
            settled.addAll(server.rejected);
            return settled;
        }

        private static Random random() {
            return new Random(7);
        }

        private Action act(Random chance) {
            return switch (chance.nextInt(8)) {
                case 0, 1, 2 -> this::offer;
                case 3 -> it -> clock.pass(chance.nextInt(400_000));
                case 4 -> it -> clock.sleep(chance.nextInt(4_000_000));
                case 5 -> it -> clock.aheadMillis = chance.nextInt(20_000_000) - 10_000_000;
                default -> it -> send(it, chance);
            };
        }

        private void offer(Outbox it) {
            String id = "e" + offered.size() + "e";
            offered.add(id);
            clock.pass(1_000);
            if (it.offer(Event.of("t").withId(id)) == Offer.QUEUED) {
                queued.add(id);
            }
        }

        private void send(Outbox it, Random chance) {
            if (!(it.next() instanceof Move.Send send)) {
                return;
            }
            for (QueuedEvent event : send.events) {
                assertThat(recorded).as("recorded as settled and sent again").doesNotContain(event.id);
            }
            int luck = chance.nextInt(10);
            clock.pass(chance.nextInt(3_000));
            long receivedAt = clock.trueMillis;
            if (luck == 0) {
                send.failed("lost");
                return;
            }
            if (luck == 1) {
                send.answered(200, null, "<html>");
                return;
            }
            TestServer.Says others = luck == 3 ? TestServer.Says.RETRY : TestServer.Says.ACCEPT;
            Transport.Answered answer = server.answer(
                    send,
                    receivedAt,
                    receivedAt + 5,
                    (index, id) -> luck == 4 && index % 2 == 0 ? handBack() : says(id, others));
            clock.pass(5 + chance.nextInt(3_000));
            if (luck == 2) {
                send.failed("the answer was lost");
            } else {
                send.answered(answer.status, answer.retryAfter, answer.body);
            }
        }

        /** The server refuses some events, always the same. */
        private static TestServer.Says says(String id, TestServer.Says others) {
            return id.hashCode() % 7 == 0 ? TestServer.Says.REJECT : others;
        }

        private TestServer.Says handBack() {
            handedBackInPart = true;
            return TestServer.Says.RETRY;
        }

        private void drain(Outbox it) {
            while (true) {
                Move move = it.next();
                if (move instanceof Move.Wait wait) {
                    clock.pass(wait.millis());
                } else if (move instanceof Move.Send send) {
                    clock.pass(40);
                    Transport.Answered answer = server.answer(
                            send, clock.trueMillis, clock.trueMillis, (index, id) -> says(id, TestServer.Says.ACCEPT));
                    clock.pass(40);
                    send.answered(answer.status, answer.retryAfter, answer.body);
                } else {
                    return;
                }
            }
        }

        private void judge() {
            assertThat(settledByServer()).as("nothing queued is lost").containsAll(queued);
            assertThat(offered).as("nothing comes from nowhere").containsAll(settledByServer());
            assertThat(storage.texts.keySet().stream().filter(QueuedEvent::isName))
                    .as("left")
                    .isEmpty();
            List<String> logged = new ArrayList<>(server.log.keySet());
            List<String> inOrder = new ArrayList<>(offered);
            inOrder.retainAll(logged);
            if (!handedBackInPart) {
                assertThat(logged).as("the device's order").isEqualTo(inOrder);
            }
        }

        private interface Action {
            void run(Outbox outbox) throws IOException;
        }
    }
}
