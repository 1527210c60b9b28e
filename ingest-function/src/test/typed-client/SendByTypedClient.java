import client.ApiClient;
import client.api.AmplitudeApi;
import client.api.ClockApi;
import client.api.EventsApi;
import client.api.SegmentApi;
import client.model.AmplitudeEvent;
import client.model.AmplitudeUpload;
import client.model.Envelope;
import client.model.Event;
import client.model.LoggedEvent;
import client.model.SegmentBatch;
import client.model.SegmentMessage;
import client.model.Verdict;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Sends an event each by three protocols with a client that was generated from the OpenAPI document. */
public final class SendByTypedClient {

    public static void main(String[] arguments) throws Exception {
        String server = arguments[0];
        String key = arguments[1];
        String device = arguments[2];
        ApiClient client = new ApiClient();
        client.updateBaseUri(server);
        client.setRequestInterceptor(request -> request.header("X-Api-Key", key));

        String now = new ClockApi(client).time().getReceivedAt();
        Verdict verdict = new EventsApi(client)
                .sendEvents(
                        new Envelope()
                                .deviceId(device)
                                .sentAt(now)
                                .addEventsItem(new Event()
                                        .id("typed-1")
                                        .type("ad_click")
                                        .occurredAt(now)
                                        .value(new BigDecimal("1.25"))
                                        .attributes(Map.of("campaign", "c7", "first", true, "place", 3))),
                        null,
                        "full");
        require(verdict.getAccepted() == 1, verdict);
        LoggedEvent logged = verdict.getEvents().get(0);
        require(logged.getTimeQuality() == LoggedEvent.TimeQualityEnum.TRUSTED, logged);

        require(
                new SegmentApi(client)
                        .segmentBatch(
                                new SegmentBatch()
                                        .addBatchItem(new SegmentMessage()
                                                .type("track")
                                                .event("ad_click")
                                                .messageId("typed-2")
                                                .anonymousId(device)),
                                null,
                                "full")
                        .getEvents()
                        .get(0)
                        .getId()
                        .equals("typed-2"),
                "a batch of Segment's");

        require(
                new AmplitudeApi(client)
                                .amplitudeUpload(
                                        new AmplitudeUpload()
                                                .apiKey(key)
                                                .events(List.of(new AmplitudeEvent()
                                                        .deviceId(device)
                                                        .eventType("ad_click")
                                                        .insertId("typed-3"))),
                                        null,
                                        null)
                                .getEventsIngested()
                        == 1,
                "an upload of Amplitude's");
    }

    private static void require(boolean holds, Object what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
