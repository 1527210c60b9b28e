package dev.tidemark.domain.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.domain.aggregate.Micros;
import dev.tidemark.domain.event.Attribute;
import dev.tidemark.domain.event.EventTime;
import dev.tidemark.domain.event.LoggedEvent;
import dev.tidemark.domain.event.TimeQuality;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ViewMatchingTest {

    private static final LoggedEvent EVENT = event(Map.of(
            "campaign", Attribute.string("c7"),
            "n", Attribute.number("1.5"),
            "whole", Attribute.number("3"),
            "text", Attribute.string("1.50"),
            "paid", Attribute.bool(true),
            "empty", Attribute.string("")));

    /** Of an ad_click of device d-17 with campaign c7, n 1.5, whole 3, text "1.50", paid true, empty "". */
    @ParameterizedTest(name = "where {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                          | true",
                "{type: ad_click}                            | true",
                "{type: ad_clicks}                           | false",
                "{type: AD_CLICK}                            | false",
                "{type: [ad_view, ad_click]}                 | true",
                "{type: [ad_view, position]}                 | false",
                "{deviceId: d-17}                            | true",
                "{deviceId: d-1}                             | false",
                "{type: ad_click, deviceId: d-17}            | true",
                "{type: ad_click, deviceId: d-18}            | false",
                "{attributes.campaign: c7}                   | true",
                "{attributes.campaign: [c6, c8]}             | false",
                "{attributes.missing: c7}                    | false",
                "{attributes.missing: ''}                    | false",
                "{attributes.empty: ''}                      | true",
                "{attributes.n: 1.5}                         | true",
                "{attributes.n: 1.500}                       | true",
                "{attributes.n: 15e-1}                       | true",
                "{attributes.n: '1.5'}                       | true",
                "{attributes.n: '1.50'}                      | false",
                "{attributes.text: '1.50'}                   | true",
                "{attributes.text: 1.50}                     | false",
                "{attributes.whole: 3}                       | true",
                "{attributes.whole: 3.0}                     | true",
                "{attributes.whole: '3.0'}                   | false",
                "{attributes.paid: true}                     | true",
                "{attributes.paid: 'true'}                   | true",
                "{attributes.paid: [false, c7]}              | false",
            })
    void aFilterHoldsWhenEachOfItsFieldsHasOneOfItsTexts(String where, boolean holds) throws Exception {
        assertThat(view(where, "none").keyOf("d-17", EVENT)).isEqualTo(holds ? "" : null);
    }

    @ParameterizedTest(name = "key {0}: {1}")
    @CsvSource(
            nullValues = "no match",
            value = {
                "none, ''",
                "type, ad_click",
                "deviceId, d-17",
                "attributes.campaign, c7",
                "attributes.n, 1.5",
                "attributes.paid, true",
                "attributes.empty, ''",
                "attributes.missing, no match"
            })
    void theKeyIsTheFieldsText(String key, String expected) throws Exception {
        assertThat(view("{}", key).keyOf("d-17", EVENT)).isEqualTo(expected);
    }

    /** 512 bytes of UTF-8 fit a sort key beside a mark; characters take one to four of them. */
    @ParameterizedTest(name = "{0} times {1}: {2}")
    @CsvSource({
        "170, a, true",
        "512, a, true",
        "513, a, false",
        "256, é, true",
        "257, é, false",
        "170, 漢, true",
        "171, 漢, false",
        "128, 😀, true",
        "129, 😀, false"
    })
    void anEventWhoseKeyIsLongerThan512BytesDoesNotMatch(int times, String character, boolean matches)
            throws Exception {
        String key = character.repeat(times);
        LoggedEvent event = event(Map.of("key", Attribute.string(key)));

        assertThat(view("{}", "attributes.key").keyOf("d-17", event)).isEqualTo(matches ? key : null);
    }

    @Test
    void aViewsTimeIsTheEventsOwnOrThatOfTheRequest() {
        assertThat(TimeDomain.EVENT.timeOf(EVENT, 99)).isEqualTo(42);
        assertThat(TimeDomain.RECEIVED.timeOf(EVENT, 99)).isEqualTo(99);
    }

    @Test
    void theValueIsAFieldForSketches() {
        assertThat(new Field.Value().of("d-17", EVENT)).isEqualTo("1.25");
        assertThat(new Field.Value().of("d-17", event(Map.of()))).isEqualTo("1.25");
        assertThat(new Field.Value().of("d-17", without())).isNull();
    }

    private static View view(String where, String key) throws ViewsException {
        return ViewsParser.parse("""
                        watermark: {outOfOrderness: PT0S, heartbeatEvery: PT1M, idleBound: PT0S}
                        deduplicateFor: PT1H
                        views:
                          - {name: v, where: %s, key: %s, window: {fixed: PT1M}, aggregates: [count]}
                        """.formatted(where, key), "views.yaml")
                .views()
                .get(0);
    }

    private static LoggedEvent event(Map<String, Attribute> attributes) {
        return new LoggedEvent("e1", "ad_click", null, new EventTime(42, TimeQuality.TRUSTED), 1_250_000, attributes);
    }

    private static LoggedEvent without() {
        return new LoggedEvent("e1", "ad_click", null, new EventTime(42, TimeQuality.TRUSTED), Micros.NONE, Map.of());
    }
}
