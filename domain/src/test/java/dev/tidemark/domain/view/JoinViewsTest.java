package dev.tidemark.domain.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Join views in the views file. */
class JoinViewsTest {

    private static final String FILE = """
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT2H
            views:
              - name: clicked
                join: {left: impression, right: click, on: attributes.impression, within: PT10M}
                key: attributes.campaign
                time: event
                window: {fixed: PT1M}
                aggregates: [count, {distinct: attributes.page}]
            """;

    @Test
    void readsAJoin() throws Exception {
        View view = parse(FILE);

        assertThat(view.join())
                .isEqualTo(new JoinSpec(
                        "impression", "click", new Field.AttributeField("impression"), Duration.ofMinutes(10)));
        assertThat(view.where().terms()).isEmpty();
        assertThat(view.attributes()).containsExactly("impression", "campaign", "page");
    }

    @Test
    void everyPartOfTheJoinIsPartOfTheVersion() throws Exception {
        Set<String> versions = new HashSet<>();
        for (String file : new String[] {
            FILE,
            FILE.replace("left: impression", "left: shown"),
            FILE.replace("right: click", "right: tap"),
            FILE.replace("on: attributes.impression", "on: attributes.ad"),
            FILE.replace("PT10M", "PT9M"),
            FILE.replace("left: impression, right: click", "left: click, right: impression"),
            FILE.replaceFirst("    join: .*\n", ""),
        }) {
            versions.add(parse(file).version());
        }
        assertThat(versions).hasSize(7);
    }

    /** Each row is an edit of the file, and what is said of it. */
    @ParameterizedTest(name = "{0} ⇒ {1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "within: PT10M|within: PT0S|5: within > 0 does not hold: it is PT0S",
                "within: PT10M|within: PT-1S|5: within > 0 does not hold: it is PT-1S",
                "within: PT10M|within: ten|5: within is no ISO 8601 duration such as PT30S, PT2H or P90D: 'ten'",
                "', within: PT10M'|''|5: join lacks 'within'",
                "within: PT10M|'within: PT10M, outer: true'|5: join has no field 'outer'; it has left, right, on, within",
                "right: click|right: impression|5: left and right of a join are two types, not twice 'impression'",
                "on: attributes.impression|on: deviceId|5: a join is on attributes.<name>, not on deviceId",
                "on: attributes.impression|on: impression|5: on takes type, deviceId or attributes.<name>, not 'impression'",
                "'{left: impression'|'[left: impression'|5: not YAML",
                "time: event|time: received|7: time: received does not go with a join: halves wait by event time",
                "time: event|'where: {type: click}'|7: where does not go with a join: left and right say which events count",
                "key: attributes.campaign|key: type|5: a pair has no type: a join is keyed and aggregated by other fields",
            })
    void refusesWithTheLineAndTheReason(String find, String replacement, String message) {
        assertThat(FILE).contains(find);
        String file = FILE.replace(find, replacement);

        assertThatThrownBy(() -> parse(file))
                .isInstanceOf(ViewsException.class)
                .hasMessageStartingWith("views.yaml:" + message);
    }

    @Test
    void refusesSessionsOfPairs() {
        String file = FILE.replace("key: attributes.campaign", "key: deviceId")
                .replace("window: {fixed: PT1M}", "window: {session: PT1M}");

        assertThatThrownBy(() -> parse(file)).hasMessage("views.yaml:5: a join has no session windows");
    }

    private static View parse(String file) throws ViewsException {
        return ViewsParser.parse(file, "views.yaml").views().get(0);
    }
}
