package dev.tidemark.ingest.envelopes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.model.EnvelopeDraft;
import dev.tidemark.ingest.model.EventDraft;
import dev.tidemark.ingest.reading.EventBudget;
import dev.tidemark.ingest.reading.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class EnvelopeReaderPropertiesTest {

    private static final EnvelopeReader READER = new EnvelopeReader(true);
    private static final String ENVELOPE = """
            {"deviceId":"d-17","sentAt":"2026-11-22T01:02:03.456Z","receivedAt":"2026-11-22T01:02:03.456Z",
             "clock":{"sentAt":"a","receivedAt":"b","respondedAt":"c","gotAt":"d"},
             "events":[{"id":"e1","type":"ad_click","occurredAt":"2026-11-22T01:01:58.001Z","value":1.25e1,
               "attributes":{"campaign":"c7","n":-3.50,"paid":true,"none":null,"ü":"𝄞\\n"}},{"id":"e2","type":"t"}]}
            """;

    @Property(tries = 3_000)
    void brokenBytesAreRefusedOrReadAndNothingElseHappens(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 8) int mutations) {
        byte[] text = ENVELOPE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < mutations; i++) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        readOrRefuse(text, random.nextInt(text.length));
        readOrRefuse(text, text.length);
    }

    @Property
    void anyBytesAreRefusedOrReadAndNothingElseHappens(@ForAll @Size(max = 200) byte[] text) {
        readOrRefuse(text, text.length);
    }

    @Property
    void whatWasReadCanBeLogged(@ForAll @StringLength(min = 1, max = 200) String text) {
        String json = "{\"deviceId\":\"d\",\"sentAt\":" + quoted(text) + ",\"events\":[{\"id\":" + quoted(text)
                + ",\"type\":\"t\",\"attributes\":{" + quoted(text) + ":" + quoted(text) + "}}]}";
        readOrRefuse(json.getBytes(StandardCharsets.UTF_8), json.getBytes(StandardCharsets.UTF_8).length);
    }

    @Property
    void badEventsAmongGoodOnesChangeNoneOfThem(@ForAll List<Boolean> good) throws UnreadableException {
        StringBuilder events = new StringBuilder();
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < good.size(); i++) {
            events.append(i == 0 ? "" : ",");
            if (good.get(i)) {
                wanted.add("e" + i);
                events.append("{\"id\":\"e").append(i).append("\",\"type\":\"t\"}");
            } else {
                events.append(List.of("7", "{}", "[[{}]]", "{\"id\":{\"id\":\"x\"},\"type\":[{}]}", "\"}\"")
                        .get(i % 5));
            }
        }
        if (good.isEmpty()) {
            return;
        }
        byte[] text = ("{\"deviceId\":\"d\",\"events\":[" + events + "]}").getBytes(StandardCharsets.UTF_8);
        EnvelopeDraft draft = READER.read(text, 0, text.length, new EventBudget());
        assertThat(draft.events()).hasSize(good.size());
        assertThat(draft.events().stream().filter(EventDraft.class::isInstance).map(event -> ((EventDraft) event).id()))
                .isEqualTo(wanted);
    }

    private static void readOrRefuse(byte[] text, int length) {
        try {
            EnvelopeDraft draft = READER.read(text, 0, length, new EventBudget());
            assertThat(draft.events()).isNotEmpty();
            LoggableTest.assertLoggable(draft);
        } catch (UnreadableException e) {
            assertThat(e.getMessage()).isNotEmpty();
            assertThat(e.getMessage().chars()).noneMatch(Character::isISOControl);
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            json.append(String.format("\\u%04x", (int) text.charAt(i)));
        }
        return json.append('"').toString();
    }
}
