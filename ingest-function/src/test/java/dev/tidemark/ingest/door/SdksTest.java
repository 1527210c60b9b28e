package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static dev.tidemark.ingest.door.VendorSdks.ids;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import dev.tidemark.ingest.support.NodeScripts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers already have works by changing a URL: the vendors' own SDKs for Node against the running function. */
@QuarkusTest
@TestProfile(VendorSdks.Profile.class)
@QuarkusTestResource(KinesisForTests.class)
class SdksTest {

    @Inject
    PlainServer server;

    @Inject
    MeterRegistry registry;

    Log log;
    FaultProxy proxy;

    private final String device = newDevice();

    @BeforeAll
    static void install() throws Exception {
        NodeScripts.install();
    }

    @AfterEach
    void noneOfTheirFieldsIsOneThatNobodyKnows() {
        assertThat(registry.get("tidemark.fields.ignored").counter().count()).isZero();
    }

    @AfterEach
    void calm() {
        proxy.calm();
    }

    @ParameterizedTest
    @ValueSource(strings = {"segment", "rudderstack"})
    void theSdksOfSegmentsProtocolDeliverWithTheirWriteKey(String sdk) throws Exception {
        assertThat(send(sdk, KinesisForTests.KEY, 6)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events.stream().map(LoggedEvent::id)).containsAll(ids("m", 6, "identify"));
        LoggedEvent order = event("m3");
        assertThat(order.type()).isEqualTo("Order Completed");
        assertThat(order.valueMicros()).isEqualTo(1_250_000);
        assertThat(text(order, "cart.items")).isEqualTo("3");
        assertThat(order.time().quality().wireName()).isEqualTo("trusted");
        LoggedEvent identify = event("identify");
        assertThat(identify.type()).isEqualTo("identify");
        assertThat(text(identify, "plan")).isEqualTo("pro");
        assertThat(text(identify, "userId")).isEqualTo("u1");
    }

    @Test
    void amplitudesSdkDeliversWithItsKeyInTheBody() throws Exception {
        assertThat(send("amplitude", KinesisForTests.KEY, 12)).isZero();
        assertThat(events().stream().map(LoggedEvent::id)).containsExactlyInAnyOrderElementsOf(ids("i", 12));
        LoggedEvent order = event("i7");
        assertThat(order.type()).isEqualTo("Order Completed");
        assertThat(order.valueMicros()).isEqualTo(2_500_000);
        assertThat(text(order, "items")).isEqualTo("7");
        assertThat(text(order, "platform")).isEqualTo("Node");
        assertThat(order.attributes()).doesNotContainKey("ip");
    }

    @Test
    void theCloudEventsSdkDeliversInBothModes() throws Exception {
        assertThat(send("cloudevents", KinesisForTests.KEY, 4)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events).hasSize(4);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.id()).startsWith("c");
            assertThat(event.type()).isEqualTo("click");
            assertThat(event.valueMicros()).isEqualTo(500_000);
            assertThat(event.attributes()).containsOnlyKeys("page");
        });
    }

    @Test
    void snowplowsTrackerDeliversWithItsKeyInThePath() throws Exception {
        assertThat(send("snowplow", KinesisForTests.KEY, 4)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events)
                .extracting(LoggedEvent::type)
                .containsExactlyInAnyOrder(
                        "Order Completed",
                        "Order Completed",
                        "Order Completed",
                        "Order Completed",
                        "order_completed",
                        "page_view");
        assertThat(events)
                .filteredOn(event -> "l3".equals(text(event, "se_label")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.valueMicros()).isEqualTo(2_500_000);
                    assertThat(text(event, "cart.items")).isEqualTo("3");
                    assertThat(text(event, "user_id")).isEqualTo("u1");
                    assertThat(event.time().quality().wireName()).isEqualTo("trusted");
                });
        assertThat(events)
                .filteredOn(event -> event.type().equals("order_completed"))
                .singleElement()
                .satisfies(event -> assertThat(event.valueMicros()).isEqualTo(1_250_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0", "v1"})
    void postHogsSdkDeliversInBothOfItsProtocols(String mode) throws Exception {
        assertThat(send("posthog", KinesisForTests.KEY, 4, mode)).isZero();
        List<LoggedEvent> events = events();
        assertThat(events)
                .extracting(LoggedEvent::type)
                .containsExactly(
                        "Order Completed", "Order Completed", "Order Completed", "Order Completed", "$identify");
        assertThat(events.get(3)).satisfies(event -> {
            assertThat(event.valueMicros()).isEqualTo(1_250_000);
            assertThat(text(event, "cart.items")).isEqualTo("3");
            assertThat(event.time().quality().wireName()).isEqualTo("trusted");
        });
        assertThat(text(events.get(4), "$set.plan")).isEqualTo("pro");
    }

    /** Each keeps what it could not deliver, and its ids when it sends again. */
    @ParameterizedTest
    @ValueSource(strings = {"segment", "rudderstack", "amplitude", "snowplow", "posthog v0", "posthog v1"})
    void theSdksSendAgainWhatKinesisDidNotTake(String sdk) throws Exception {
        VendorSdks.failAtFirst(proxy);
        String[] sdkAndMode = sdk.split(" ");
        assertThat(send(sdkAndMode[0], KinesisForTests.KEY, 6, sdkAndMode.length > 1 ? sdkAndMode[1] : ""))
                .isZero();
        assertThat(events().stream()
                        .filter(event -> event.type().equals("Order Completed"))
                        .map(LoggedEvent::id)
                        .distinct())
                .hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"segment", "snowplow"})
    void theSdksGiveUpWithAWrongKey(String sdk) throws Exception {
        assertThat(send(sdk, "wrong", 2)).isNotZero();
        assertThat(events()).isEmpty();
    }

    @Tag("thorough")
    @ParameterizedTest
    @ValueSource(strings = {"rudderstack", "amplitude", "cloudevents", "posthog"})
    void theOtherSdksGiveUpWithAWrongKeyToo(String sdk) throws Exception {
        assertThat(send(sdk, "wrong", 2)).isNotZero();
        assertThat(events()).isEmpty();
    }

    private List<LoggedEvent> events() {
        return VendorSdks.events(log, device);
    }

    private LoggedEvent event(String id) {
        List<LoggedEvent> found =
                events().stream().filter(event -> event.id().equals(id)).toList();
        assertThat(found).as(id).hasSize(1);
        return found.get(0);
    }

    private static String text(LoggedEvent event, String attribute) {
        return event.attributes().containsKey(attribute)
                ? event.attributes().get(attribute).text()
                : "";
    }

    private int send(String sdk, String key, int count, String... mode) throws Exception {
        return NodeScripts.node(
                "sdks.cjs",
                sdk,
                "http://127.0.0.1:" + server.port(),
                key,
                device,
                String.valueOf(count),
                String.join("", mode));
    }
}
