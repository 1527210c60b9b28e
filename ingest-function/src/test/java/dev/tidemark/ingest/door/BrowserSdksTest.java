package dev.tidemark.ingest.door;

import static dev.tidemark.ingest.door.Requests.newDevice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.ingest.support.Browser;
import dev.tidemark.ingest.support.FaultProxy;
import dev.tidemark.ingest.support.KinesisForTests;
import dev.tidemark.ingest.support.Log;
import dev.tidemark.ingest.support.NodeScripts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What web pages already have works by changing a URL: the vendors' own SDKs for browsers, on pages of another origin, in
 * headless Chromium. Skips itself where there is no Chromium.
 */
@QuarkusTest
@TestProfile(VendorSdks.Profile.class)
@QuarkusTestResource(KinesisForTests.class)
@Timeout(120)
class BrowserSdksTest {

    private static Browser browser;

    @Inject
    PlainServer server;

    @Inject
    MeterRegistry registry;

    Log log;
    FaultProxy proxy;

    private String device = newDevice();

    @BeforeAll
    static void open() throws Exception {
        Optional<Path> executable = Browser.executable();
        assumeTrue(
                executable.isPresent(), "there is no Chromium on this machine: install it to test what browsers send");
        NodeScripts.install();
        browser = Browser.start(executable.get());
    }

    @AfterAll
    static void close() throws Exception {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void noneOfTheirFieldsIsOneThatNobodyKnows() {
        assertThat(registry.get("tidemark.fields.ignored").counter().count()).isZero();
    }

    @AfterEach
    void calm() {
        proxy.calm();
    }

    @Test
    void segmentsSdkPostsEachCallToItsShortAddress() throws Exception {
        send("segment", 2, "{}");
        List<LoggedEvent> events = delivered(4);
        assertThat(events)
                .extracting(LoggedEvent::type)
                .containsExactlyInAnyOrder("Order Completed", "Order Completed", "page", "identify");
        assertThat(orders(events))
                .allSatisfy(order -> assertThat(order.valueMicros()).isEqualTo(1_250_000));
        assertThat(paths(browser.closePage())).containsOnly("/v1/t", "/v1/p", "/v1/i");
    }

    @Test
    void segmentsSdkSendsWhatItHoldsBackWhenItsReaderLeaves() throws Exception {
        send(
                "segment",
                3,
                "{\"deliveryStrategy\":{\"strategy\":\"batching\",\"config\":{\"size\":100,\"timeout\":600000}}}");
        assertThat(VendorSdks.events(log, device)).isEmpty();
        browser.leave();
        assertThat(orders(delivered(5))).hasSize(3);
        browser.closePage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fetch", "xhr", "beacon"})
    void amplitudesSdkDeliversByEachOfItsTransports(String transport) throws Exception {
        JsonNode codes = send("amplitude", 3, "{\"transport\":\"" + transport + "\"}");
        assertThat(codes).hasToString("[200,200,200]");
        assertThat(orders(delivered(3))).allSatisfy(order -> {
            assertThat(order.valueMicros()).isEqualTo(2_500_000);
            assertThat(order.attributes().get("platform").text()).isEqualTo("Web");
        });
        browser.closePage();
    }

    @Test
    void rudderStacksSdkAsksForItsSettingsAndDelivers() throws Exception {
        send("rudderstack", 2, "{}");
        assertThat(delivered(4))
                .extracting(LoggedEvent::type)
                .containsExactlyInAnyOrder("Order Completed", "Order Completed", "page", "identify");
        assertThat(paths(browser.closePage())).contains("/sourceConfig", "/v1/track", "/v1/page", "/v1/identify");
    }

    @Test
    void rudderStacksSdkDeliversByBeaconWithItsKeyInTheQuery() throws Exception {
        send("rudderstack", 2, "{\"useBeacon\":true}");
        browser.leave();
        assertThat(orders(delivered(4))).hasSize(2);
        browser.closePage();
    }

    @Test
    void snowplowsTrackerDeliversWithItsKeyInThePath() throws Exception {
        device = send("snowplow", 2, "{}").asText();
        List<LoggedEvent> events = delivered(3);
        assertThat(events)
                .extracting(LoggedEvent::type)
                .containsExactlyInAnyOrder("Order Completed", "Order Completed", "page_view");
        assertThat(orders(events)).allSatisfy(order -> {
            assertThat(order.valueMicros()).isEqualTo(2_500_000);
            assertThat(order.attributes()).containsKeys("cart.items", "web_page.id", "page_url");
        });
        browser.closePage();
    }

    @Test
    void postHogsSdkDeliversCompressedThoughItDoesNotSaySo() throws Exception {
        send("posthog", 2, "{\"request_batching\":false}");
        assertThat(orders(delivered(2)))
                .allSatisfy(order ->
                        assertThat(order.attributes()).containsKey("cart.items").doesNotContainKey("token"));
        browser.closePage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void postHogsSdkDeliversByBeaconWhenItsReaderLeavesCompressedOrInAForm(String plain) throws Exception {
        send("posthog", 2, "{\"disable_compression\":" + plain + "}");
        browser.leave();
        assertThat(orders(delivered(2))).hasSize(2);
        browser.closePage();
    }

    /** The second attempt has headers that the first has not: the preflight must allow them. */
    @ParameterizedTest
    @CsvSource({"segment, x-retry-count", "rudderstack, rsa-retry-attempt", "amplitude, content-type"})
    void theSdksSendAgainWhatKinesisDidNotTake(String sdk, String header) throws Exception {
        VendorSdks.failAtFirst(proxy);
        send(sdk, 1, "{}");
        assertThat(orders(delivered(sdk.equals("amplitude") ? 1 : 3)).stream()
                        .map(LoggedEvent::id)
                        .distinct())
                .hasSize(1);
        assertThat(browser.closePage().path("requests"))
                .anySatisfy(request ->
                        assertThat(request.path("headers").has(header)).isTrue());
    }

    private JsonNode send(String sdk, int count, String options) throws Exception {
        return browser.send(sdk, server.port(), KinesisForTests.KEY, device, count, options);
    }

    /** The device's events, each once, when there are so many. */
    private List<LoggedEvent> delivered(int count) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            List<LoggedEvent> events = VendorSdks.events(log, device);
            if (events.stream().map(LoggedEvent::id).distinct().count() >= count) {
                return events;
            }
            assertThat(System.nanoTime())
                    .as("%d events within 30 s, there are %s", count, events)
                    .isLessThan(until);
            Thread.sleep(50);
        }
    }

    private static List<LoggedEvent> orders(List<LoggedEvent> events) {
        return events.stream()
                .filter(event -> event.type().equals("Order Completed"))
                .toList();
    }

    private static List<String> paths(JsonNode page) {
        return page.path("requests").findValuesAsText("path").stream()
                .map(path -> path.replaceAll("\\?.*", ""))
                .toList();
    }
}
