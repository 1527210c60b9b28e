package dev.tidemark.domain.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.domain.event.DeadBand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsParserTest {

    /** Line 1 to 14; the tables below alter single lines of it. */
    private static final String FILE = """
            watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}
            deduplicateFor: PT2H
            views:
              - name: clicks
                where: {type: ad_click}
                key: attributes.campaign
                time: event
                window: {fixed: PT1M}
                aggregates: [count, sum]
                allowedLateness: PT10M
                latePaneEvery: PT1M
              - name: all
                key: none
                window: {fixed: PT1H}
                aggregates: [count]
            """;

    @Test
    void readsEverythingAndFillsInTheDefaults() throws Exception {
        Views views = parse(FILE);

        assertThat(views.watermark())
                .isEqualTo(new WatermarkPolicy(
                        Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofSeconds(30)));
        assertThat(views.ingest())
                .isEqualTo(new IngestPolicy(
                        new DeadBand(Duration.ofSeconds(1), Duration.ofSeconds(30)), Duration.ofDays(30)));
        assertThat(views.deduplicateFor()).isEqualTo(Duration.ofHours(2));
        assertThat(views.views()).extracting(View::name).containsExactly("clicks", "all");
        View clicks = views.named("clicks").orElseThrow();
        assertThat(clicks.where())
                .isEqualTo(new Filter(List.of(new Filter.Term(new Field.Type(), List.of("ad_click")))));
        assertThat(clicks.key()).isEqualTo(new Field.AttributeField("campaign"));
        assertThat(clicks.time()).isEqualTo(TimeDomain.EVENT);
        assertThat(clicks.window()).isEqualTo(new WindowSpec.Fixed(Duration.ofMinutes(1), Duration.ZERO));
        assertThat(clicks.aggregates()).containsExactly(AggregateSpec.Exact.COUNT, AggregateSpec.Exact.SUM);
        assertThat(clicks.allowedLateness()).isEqualTo(Duration.ofMinutes(10));
        assertThat(clicks.latePaneEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(clicks.early()).isNull();
        assertThat(clicks.buckets()).isEqualTo(1);
        assertThat(clicks.id()).isEqualTo("clicks@" + clicks.version()).matches("clicks@[0-9a-f]{8}");
        View all = views.named("all").orElseThrow();
        assertThat(all.where()).isEqualTo(new Filter(List.of()));
        assertThat(all.key()).isNull();
        assertThat(all.allowedLateness()).isZero();
        assertThat(all.latePaneEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(views.named("none")).isEmpty();
    }

    @Test
    void readsEveryFieldThatThereIs() throws Exception {
        Views views = parse("""
                watermark: {outOfOrderness: PT0S, heartbeatEvery: PT1S, idleBound: PT0S, requestLifetime: PT5S}
                ingest: {deadBand: {ahead: PT0S, behind: PT1M}, oldest: P1D}
                deduplicateFor: PT0.001S
                views:
                  - name: everything.of-1_view
                    where:
                      type: [a, b]
                      deviceId: "007"
                      attributes.n: 1.50
                      attributes.text: "1.50"
                      attributes.paid: true
                    key: attributes.a.b
                    time: received
                    window: {sliding: PT5M, every: PT2M, offset: PT1M}
                    aggregates: [count, sum, min, max, mean, {distinct: deviceId}, {quantiles: value}, {top: attributes.page}]
                    allowedLateness: PT4M
                    earlyEvery: PT10S
                    earlyOffset: PT5S
                    latePaneEvery: PT30S
                    buckets: 16
                """);

        View view = views.views().get(0);
        assertThat(views.watermark().requestLifetime()).isEqualTo(Duration.ofSeconds(5));
        assertThat(views.ingest())
                .isEqualTo(new IngestPolicy(new DeadBand(Duration.ZERO, Duration.ofMinutes(1)), Duration.ofDays(1)));
        assertThat(view.where().terms())
                .containsExactly(
                        new Filter.Term(new Field.Type(), List.of("a", "b")),
                        new Filter.Term(new Field.DeviceId(), List.of("007")),
                        new Filter.Term(new Field.AttributeField("n"), List.of("1.5")),
                        new Filter.Term(new Field.AttributeField("text"), List.of("1.50")),
                        new Filter.Term(new Field.AttributeField("paid"), List.of("true")));
        assertThat(view.key()).isEqualTo(new Field.AttributeField("a.b"));
        assertThat(view.time()).isEqualTo(TimeDomain.RECEIVED);
        assertThat(view.window())
                .isEqualTo(new WindowSpec.Sliding(Duration.ofMinutes(5), Duration.ofMinutes(2), Duration.ofMinutes(1)));
        assertThat(view.aggregates())
                .extracting(AggregateSpec::resultName)
                .containsExactly(
                        "count",
                        "sum",
                        "min",
                        "max",
                        "mean",
                        "distinct(deviceId)",
                        "quantiles(value)",
                        "top(attributes.page)");
        assertThat(view.early()).isEqualTo(new EarlyPanes(Duration.ofSeconds(10), Duration.ofSeconds(5)));
        assertThat(view.buckets()).isEqualTo(16);
        assertThat(views.attributes()).containsExactly("n", "text", "paid", "a.b", "page");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{session: PT30M}                                 | Session[gap=PT30M, boundary=EXCLUSIVE]",
                "{session: PT30M, boundary: inclusive}            | Session[gap=PT30M, boundary=INCLUSIVE]",
                "{calendar: day, zone: Asia/Seoul}                | Calendar[unit=DAY, weekStart=MONDAY, zone=Asia/Seoul]",
                "{calendar: week, weekStart: sunday, zone: UTC}   | Calendar[unit=WEEK, weekStart=SUNDAY, zone=UTC]",
                "{calendar: month, zone: \"+09:00\"}              | Calendar[unit=MONTH, weekStart=MONDAY, zone=+09:00]",
            })
    void readsTheOtherWindows(String window, String spec) throws Exception {
        String file = FILE.replace("{fixed: PT1H}", window).replace("key: none", "key: deviceId");

        assertThat(parse(file).named("all").orElseThrow().window()).hasToString(spec);
    }

    @Test
    void readsCalendarWindowsInTheirZone() throws Exception {
        assertThat(parse(FILE.replace("{fixed: PT1H}", "{calendar: day, zone: Europe/Berlin}"))
                        .named("all")
                        .orElseThrow()
                        .window())
                .isEqualTo(new WindowSpec.Calendar(WindowSpec.Unit.DAY, DayOfWeek.MONDAY, ZoneId.of("Europe/Berlin")));
    }

    /** Each row replaces one text of the file; {@code ⏎} is a line break. */
    @ParameterizedTest(name = "{0} ⇒ {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // The file.
                "deduplicateFor: PT2H|deduplicatefor: PT2H|1: the file lacks 'deduplicateFor'",
                "deduplicateFor: PT2H|deduplicateFor: PT0S|2: deduplicateFor > 0 does not hold: it is PT0S",
                "deduplicateFor: PT2H|deduplicateFor: 2 hours|2: deduplicateFor is no ISO 8601 duration such as PT30S, PT2H or P90D: '2 hours'",
                "deduplicateFor: PT2H|deduplicateFor: PT0.0001S|2: deduplicateFor is no whole number of milliseconds up to a century: 'PT0.0001S'",
                "deduplicateFor: PT2H|deduplicateFor: P40000D|2: deduplicateFor is no whole number of milliseconds up to a century: 'P40000D'",
                "deduplicateFor: PT2H|deduplicateFor: PT-9223372036854775808S|2: deduplicateFor is no whole number of milliseconds up to a century: 'PT-9223372036854775808S'",
                "deduplicateFor: PT2H|deduplicateFor: PT9999999999999999999S|2: deduplicateFor is no ISO 8601 duration such as PT30S, PT2H or P90D: 'PT9999999999999999999S'",
                "deduplicateFor: PT2H|deduplicateFor: [PT2H]|2: deduplicateFor is no single value",
                "deduplicateFor: PT2H|deduplicateFor:|2: deduplicateFor is no single value",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎deduplicateFor: PT3H|3: the file has 'deduplicateFor' twice",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎dedup: PT3H|3: the file has no field 'dedup'; it has watermark, ingest, deduplicateFor, uniqueFor, views",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎? [a]⏎: b|3: the name of a field of the file is no single value",
                "deduplicateFor: PT2H|deduplicateFor: \"PT2H|16: not YAML: found unexpected end of stream",
                "deduplicateFor: PT2H|@deduplicateFor: PT2H|2: not YAML: found character '@' that cannot start any token. (Do not use @ for indentation)",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎---⏎a: b|3: not YAML: but found another document",
                "deduplicateFor: PT2H|deduplicateFor: *x|2: not YAML: found undefined alias x",
                // The watermark.
                "watermark: {|watermarks: {|1: the file lacks 'watermark'",
                "watermark: {outOfOrderness: PT30S, heartbeatEvery: PT1M, idleBound: PT2M}|watermark: PT30S|1: watermark is no mapping (expected `field: value` lines)",
                "outOfOrderness: PT30S, | |1: watermark lacks 'outOfOrderness'",
                "heartbeatEvery: PT1M, | |1: watermark lacks 'heartbeatEvery'",
                ", idleBound: PT2M| |1: watermark lacks 'idleBound'",
                "outOfOrderness: PT30S|outOfOrderness: PT-1S|1: outOfOrderness >= 0 does not hold: it is PT-1S",
                "heartbeatEvery: PT1M|heartbeatEvery: PT0S|1: heartbeatEvery > 0 does not hold: it is PT0S",
                "idleBound: PT2M|idleBound: PT29S|1: idleBound >= outOfOrderness does not hold: idleBound is PT29S, outOfOrderness is PT30S",
                "idleBound: PT2M|idleBound: PT2M, requestLifetime: PT-1S|1: requestLifetime >= 0 does not hold: it is PT-1S",
                "idleBound: PT2M|idleBound: PT2M, idle: PT1M|1: watermark has no field 'idle'; it has outOfOrderness, heartbeatEvery, idleBound, requestLifetime",
                // How ingestion judges.
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {deadBand: PT-1S}|3: deadBand >= 0 does not hold: it is PT-1S",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest:⏎  deadBand:⏎    behind: PT1S⏎    ahead: PT-1S|6: deadBand >= 0 does not hold: it is {ahead: PT-1S, behind: PT1S}",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {deadBand: {ahed: PT1S}}|3: deadBand has no field 'ahed'; it has ahead, behind",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {deadBand: [PT1S]}|3: deadBand is no mapping (expected `field: value` lines)",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {oldest: PT0S}|3: oldest > 0 does not hold: it is PT0S",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {oldest: P36D}|3: ingest.oldest <= uniqueFor does not hold: ingest.oldest is PT864H, uniqueFor is PT840H",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎uniqueFor: P7D|3: ingest.oldest <= uniqueFor does not hold: ingest.oldest is PT720H, uniqueFor is PT168H",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎uniqueFor: PT0S|2: deduplicateFor <= uniqueFor does not hold: deduplicateFor is PT2H, uniqueFor is PT0S",
                "deduplicateFor: PT2H|deduplicateFor: P36D|2: deduplicateFor <= PT768H does not hold, and what a shard has seen is kept no longer: it is PT864H",
                "deduplicateFor: PT2H|deduplicateFor: P32D⏎uniqueFor: P31D|2: deduplicateFor <= uniqueFor does not hold: deduplicateFor is PT768H, uniqueFor is PT744H",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎uniqueFor: 35|3: uniqueFor is no ISO 8601 duration such as PT30S, PT2H or P90D: '35'",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {newest: PT0S}|3: ingest has no field 'newest'; it has deadBand, oldest",
                // The list of views.
                "views:⏎|views: []⏎others:⏎|3: views is empty",
                "views:⏎|views: {}⏎others:⏎|3: views is no list",
                "  - name: all|  - all⏎  - name: all|12: a view is no mapping (expected `field: value` lines)",
                "name: all|name: clicks|12: there are two views named 'clicks'",
                "- name: all⏎    key: none|- key: none⏎    name: clicks|13: there are two views named 'clicks'",
                "- name: all⏎    key: none|- key: none|12: a view lacks 'name'",
                "name: all|name: a#b|12: name is not 1 to 64 letters, digits, '-', '_' or '.': 'a#b'",
                "name: all|name: ''|12: name is not 1 to 64 letters, digits, '-', '_' or '.': ''",
                "    key: none|    keys: none|12: a view lacks 'key'",
                "    key: none|    key: none⏎    lateness: PT1M|14: a view has no field 'lateness'; it has name, join, where, key, time, window, aggregates, allowedLateness, latePaneEvery, earlyEvery, earlyOffset, buckets",
                // Fields of a view.
                "where: {type: ad_click}|where: ad_click|5: where is no mapping (expected `field: value` lines)",
                "where: {type: ad_click}|where: {types: ad_click}|5: where takes type, deviceId or attributes.<name>, not 'types'",
                "where: {type: ad_click}|where: {value: 1}|5: where takes type, deviceId or attributes.<name>, not 'value'",
                "where: {type: ad_click}|where: {attributes.: 1}|5: where takes type, deviceId or attributes.<name>, not 'attributes.'",
                "where: {type: ad_click}|where: {type: []}|5: where.type is an empty list, which no event matches",
                "where: {type: ad_click}|where: {type: null}|5: type is no single value",
                "where: {type: ad_click}|where: {type: [a, [b]]}|5: type is no single value",
                "where: {type: ad_click}|where: {type: a, type: b}|5: where has 'type' twice",
                "where: {type: ad_click}|where: {attributes.n: 1e30}|5: where.attributes.n is out of range: 1e30",
                "where: {type: ad_click}|where: {attributes.n: 1e999999999}|5: where.attributes.n is out of range: 1e999999999",
                "where: {type: ad_click}|where: {attributes.n: .inf}|5: where.attributes.n is no decimal number: .inf",
                "key: attributes.campaign|key: campaign|6: key takes type, deviceId or attributes.<name>, not 'campaign'",
                "key: attributes.campaign|key: [type, deviceId]|6: key is no single value",
                "time: event|time: processing|7: time is event or received, not 'processing'",
                "    latePaneEvery: PT1M⏎|    latePaneEvery: PT1M⏎    buckets: 0⏎|12: 1 <= buckets <= 256 does not hold: it is 0",
                "    latePaneEvery: PT1M⏎|    latePaneEvery: PT1M⏎    buckets: 257⏎|12: 1 <= buckets <= 256 does not hold: it is 257",
                "    latePaneEvery: PT1M⏎|    latePaneEvery: PT1M⏎    buckets: many⏎|12: buckets is no whole number: 'many'",
                // Lateness and panes.
                "allowedLateness: PT10M|allowedLateness: PT90S|10: allowedLateness must be a multiple of latePaneEvery: allowedLateness is PT1M30S, latePaneEvery is PT1M",
                "allowedLateness: PT10M|allowedLateness: PT-1M|10: allowedLateness must be a multiple of latePaneEvery: allowedLateness is PT-1M, latePaneEvery is PT1M",
                "latePaneEvery: PT1M|latePaneEvery: PT0S|11: latePaneEvery > 0 does not hold: it is PT0S",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    earlyOffset: PT1S|12: earlyOffset goes with earlyEvery",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    earlyEvery: PT0S|12: earlyEvery > 0 does not hold: it is PT0S",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    earlyEvery: PT1S⏎    earlyOffset: PT1S|13: 0 <= earlyOffset < earlyEvery does not hold: earlyOffset is PT1S, earlyEvery is PT1S",
                // What outlives its cells.
                "window: {fixed: PT1M}|window: {fixed: P32D}|8: window + allowedLateness <= PT768H does not hold, and cells are kept no longer: the window takes PT768H, allowedLateness is PT10M",
                "window: {fixed: PT1M}|window: {sliding: P33D, every: P1D}|8: window + allowedLateness <= PT768H does not hold, and cells are kept no longer: the window takes PT792H, allowedLateness is PT10M",
                "allowedLateness: PT10M|allowedLateness: P32D|8: window + allowedLateness <= PT768H does not hold, and cells are kept no longer: the window takes PT1M, allowedLateness is PT768H",
                "window: {fixed: PT1M}⏎    aggregates: [count, sum]⏎    allowedLateness: PT10M|window: {calendar: month, zone: UTC}⏎    aggregates: [count, sum]⏎    allowedLateness: P1D|8: window + allowedLateness <= PT768H does not hold, and cells are kept no longer: the window takes PT745H, allowedLateness is PT24H",
                "key: attributes.campaign⏎    time: event⏎    window: {fixed: PT1M}|key: deviceId⏎    window: {session: P11D}|7: window + allowedLateness <= PT768H does not hold, and cells are kept no longer: the window takes PT792H, allowedLateness is PT10M",
                // Windows.
                "window: {fixed: PT1M}|window: PT1M|8: window is no mapping (expected `field: value` lines)",
                "window: {fixed: PT1M}|window: {tumbling: PT1M}|8: window has none of fixed, sliding, session, calendar",
                "window: {fixed: PT1M}|window: {fixed: PT0S}|8: fixed > 0 does not hold: it is PT0S",
                "window: {fixed: PT1M}|window: {fixed: PT1M, offset: PT1M}|8: 0 <= offset < fixed does not hold: offset is PT1M, fixed is PT1M",
                "window: {fixed: PT1M}|window: {fixed: PT1M, offset: PT-1S}|8: 0 <= offset < fixed does not hold: offset is PT-1S, fixed is PT1M",
                "window: {fixed: PT1M}|window: {fixed: PT1M, every: PT1M}|8: window has no field 'every'; it has fixed, offset",
                "window: {fixed: PT1M}|window: {sliding: PT1M}|8: window lacks 'every'",
                "window: {fixed: PT1M}|window: {sliding: PT1M, every: PT2M}|8: every <= sliding does not hold: every is PT2M, sliding is PT1M",
                "window: {fixed: PT1M}|window: {sliding: PT1M, every: PT0S}|8: every > 0 does not hold: it is PT0S",
                "window: {fixed: PT1M}|window: {sliding: PT0S, every: PT1M}|8: sliding > 0 does not hold: it is PT0S",
                "window: {fixed: PT1M}|window: {sliding: PT2M, every: PT1M, offset: PT1M}|8: 0 <= offset < every does not hold: offset is PT1M, every is PT1M",
                "window: {fixed: PT1M}|window: {sliding: PT5M, every: PT90S}|11: latePaneEvery must divide the slice, so that every window's end is a mark of each of its slices: latePaneEvery is PT1M, the slice is PT30S",
                "window: {fixed: PT1M}|window: {session: PT30M}|6: a session view has key: deviceId",
                "window: {fixed: PT1M}|window: {session: PT0S}|8: session > 0 does not hold: it is PT0S",
                "key: attributes.campaign⏎    time: event⏎    window: {fixed: PT1M}|key: deviceId⏎    earlyEvery: PT10S⏎    window: {session: PT30M}|7: earlyEvery does not go with session windows: where a session ends is not known before it has ended",
                "window: {fixed: PT1M}|window: {session: PT30M, boundary: open}|8: boundary is one of [exclusive, inclusive], not 'open'",
                "window: {fixed: PT1M}|window: {calendar: year, zone: UTC}|8: calendar is one of [day, week, month], not 'year'",
                "window: {fixed: PT1M}|window: {calendar: day}|8: window lacks 'zone'",
                "window: {fixed: PT1M}|window: {calendar: day, zone: Asia/Soul}|8: zone is no time zone such as Asia/Seoul: 'Asia/Soul'",
                "window: {fixed: PT1M}|window: {calendar: week, weekStart: mon, zone: UTC}|8: weekStart is one of [monday, tuesday, wednesday, thursday, friday, saturday, sunday], not 'mon'",
                // Aggregates.
                "aggregates: [count, sum]|aggregate: [count, sum]|4: a view lacks 'aggregates'",
                "aggregates: [count, sum]|aggregates: count|9: aggregates is no list",
                "aggregates: [count, sum]|aggregates: []|9: aggregates is empty",
                "aggregates: [count, sum]|aggregates: [count, count]|9: aggregates has count twice",
                "aggregates: [count, sum]|aggregates: [{top: type}, {top: type}]|9: aggregates has top(type) twice",
                "aggregates: [count, sum]|aggregates: [{top: type}, count,⏎      {top: deviceId}]|10: aggregates has more than one top, and a cell holds the texts of one",
                "aggregates: [count, sum]|aggregates: [{top: type}, {quantiles: value}, {distinct: type}, {distinct: deviceId},⏎      {distinct: attributes.x}]|10: aggregates has more than 4 of distinct, quantiles and top",
                "aggregates: [count, sum]|aggregates: [avg]|9: there is no aggregate 'avg'; there are count, sum, min, max, mean, {distinct: field}, {quantiles: value}, {top: field}",
                "aggregates: [count, sum]|aggregates: [{unique: type}]|9: there is no aggregate [unique]; there are count, sum, min, max, mean, {distinct: field}, {quantiles: value}, {top: field}",
                "aggregates: [count, sum]|aggregates: [{distinct: value}]|9: distinct takes type, deviceId or attributes.<name>, not 'value'",
                "aggregates: [count, sum]|aggregates: [{quantiles: attributes.x}]|9: quantiles takes value",
                "aggregates: [count, sum]|aggregates: [{top: type, k: 5}]|9: an aggregate has no field 'k'; it has one of distinct, quantiles, top",
                "aggregates: [count, sum]|aggregates: [[count]]|9: an aggregate is no mapping (expected `field: value` lines)"
            })
    void refusesWithTheLineAndTheReason(String find, String replacement, String message) {
        String found = find.replace("⏎", "\n");
        assertThat(FILE).contains(found);
        String file = FILE.replace(found, replacement == null ? "" : replacement.replace("⏎", "\n"));

        assertThatThrownBy(() -> parse(file)).isInstanceOf(ViewsException.class).hasMessage("views.yaml:" + message);
    }

    @Test
    void refusesHeartbeatsThatNoTickBrings() throws Exception {
        assertThatThrownBy(() -> ViewsParser.parse(
                        FILE.replace("heartbeatEvery: PT1M", "heartbeatEvery: PT59S"),
                        "views.yaml",
                        Duration.ofMinutes(1)))
                .isInstanceOf(ViewsException.class)
                .hasMessage(
                        "views.yaml:1: heartbeatEvery >= PT1M does not hold, and no tick comes more often: it is PT59S");
        assertThat(ViewsParser.parse(FILE, "views.yaml", Duration.ofMinutes(1))).isEqualTo(parse(FILE));
    }

    @Test
    void refusesHalvesThatOutliveTheirKeeping() {
        String join =
                FILE.replace("where: {type: ad_click}", "join: {left: a, right: b, on: attributes.x, within: P33D}");

        assertThatThrownBy(() -> parse(join))
                .hasMessage(
                        "views.yaml:5: within <= PT768H does not hold, and halves are kept no longer: it is PT792H");
    }

    @ParameterizedTest(name = "\"{0}\" ⇒ {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "''                 | 1: the file is empty",
                "'# nothing'        | 1: the file is empty",
                "'null'             | 1: the file is no mapping (expected `field: value` lines)",
                "'[]'               | 1: the file is no mapping (expected `field: value` lines)",
            })
    void refusesAFileWithoutContent(String file, String message) {
        assertThatThrownBy(() -> parse(file)).hasMessage("views.yaml:" + message);
    }

    @Test
    void refusesAForbiddenCharacterAtItsLine() {
        assertThatThrownBy(() -> parse("a: b\nc: \u0000d\n"))
                .isInstanceOf(ViewsException.class)
                .hasMessage("views.yaml:2: not YAML: the character U+0000 is not allowed");
    }

    @Test
    void keepsTypesAndDevicesAsTheyAreWritten() throws Exception {
        Views views = parse(FILE.replace("where: {type: ad_click}", "where: {type: 1.50, deviceId: [1e3, true]}"));

        assertThat(views.views().get(0).where().terms())
                .containsExactly(
                        new Filter.Term(new Field.Type(), List.of("1.50")),
                        new Filter.Term(new Field.DeviceId(), List.of("1e3", "true")));
    }

    /** Each row is an edit that may change a result of the view {@code clicks}. */
    @ParameterizedTest(name = "{0} ⇒ {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "outOfOrderness: PT30S|outOfOrderness: PT31S",
                "heartbeatEvery: PT1M|heartbeatEvery: PT30S",
                "idleBound: PT2M|idleBound: PT3M",
                "idleBound: PT2M|idleBound: PT2M, requestLifetime: PT20S",
                "deduplicateFor: PT2H|deduplicateFor: PT3H",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {deadBand: PT5S}",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {deadBand: {behind: PT5S}}",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {deadBand: {ahead: PT5S}}",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎ingest: {oldest: P31D}",
                "deduplicateFor: PT2H|deduplicateFor: PT2H⏎uniqueFor: P36D",
                "where: {type: ad_click}|where: {type: ad_clicks}",
                "where: {type: ad_click}|where: {deviceId: ad_click}",
                "where: {type: ad_click}|where: {attributes.type: ad_click}",
                "where: {type: ad_click}|where: {type: [ad_click, ad_view]}",
                "where: {type: ad_click}|where: {}",
                "where: {type: ad_click}|where: {type: ad_click, deviceId: d}",
                "key: attributes.campaign|key: attributes.campaigns",
                "key: attributes.campaign|key: deviceId",
                "key: attributes.campaign|key: none",
                "time: event|time: received",
                "window: {fixed: PT1M}|window: {fixed: PT2M}",
                "window: {fixed: PT1M}|window: {fixed: PT1M, offset: PT1S}",
                "window: {fixed: PT1M}|window: {sliding: PT1M, every: PT1M}",
                "window: {fixed: PT1M}|window: {sliding: PT2M, every: PT1M}",
                "window: {fixed: PT1M}|window: {calendar: day, zone: UTC}",
                "window: {fixed: PT1M}|window: {calendar: day, zone: Asia/Seoul}",
                "window: {fixed: PT1M}|window: {calendar: week, zone: UTC}",
                "window: {fixed: PT1M}|window: {calendar: week, weekStart: sunday, zone: UTC}",
                "aggregates: [count, sum]|aggregates: [count]",
                "aggregates: [count, sum]|aggregates: [count, sum, {distinct: deviceId}]",
                "aggregates: [count, sum]|aggregates: [count, sum, {top: deviceId}]",
                "allowedLateness: PT10M|allowedLateness: PT11M",
                "latePaneEvery: PT1M|latePaneEvery: PT30S",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    earlyEvery: PT10S",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    earlyEvery: PT10S⏎    earlyOffset: PT5S",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    buckets: 2",
            })
    void everyEditThatMayChangeAResultIsANewVersion(String find, String replacement) throws Exception {
        Views before = parse(FILE);
        assertThat(FILE).contains(find);
        Views after = parse(FILE.replace(find, replacement.replace("⏎", "\n")));

        assertThat(after.views().get(0).version())
                .isNotEqualTo(before.views().get(0).version());
        assertThat(after.version()).isNotEqualTo(before.version());
    }

    @Test
    void noTwoDefinitionsShareAVersion() throws Exception {
        List<String> filters = List.of(
                "{type: \"a, b\"}",
                "{type: [a, b]}",
                "{type: [\"a\", \"b]\"]}",
                "{type: \"a|b\"}",
                "{type: a, deviceId: b}",
                "{type: \"a, deviceId: b\"}",
                "{\"attributes.x, values=[a\": b}",
                "{attributes.x: a}",
                "{attributes.x: \"1:a\"}",
                "{attributes.x: [\"1\", a]}",
                "{attributes.x: [\"\", a]}");
        assertThat(filters.stream().map(filter -> {
                    try {
                        return parse(FILE.replace("{type: ad_click}", filter))
                                .views()
                                .get(0)
                                .version();
                    } catch (ViewsException e) {
                        throw new AssertionError(filter, e);
                    }
                }))
                .doesNotHaveDuplicates();
    }

    /** Comments, layout, quotes, defaults written out, and orders that mean nothing. */
    @ParameterizedTest(name = "{0} ⇒ {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "views:⏎|# a comment⏎⏎views:   # another⏎",
                "name: clicks|\"name\": 'clicks'",
                "window: {fixed: PT1M}|window:⏎      fixed: PT1M",
                "window: {fixed: PT1M}|window: {fixed: PT60S, offset: PT0S}",
                "deduplicateFor: PT2H|deduplicateFor: PT120M⏎ingest: {deadBand: {ahead: PT1S, behind: PT30S}, oldest: P30D}⏎uniqueFor: P35D",
                "where: {type: ad_click}|where: {type: [ad_click]}",
                "    key: attributes.campaign⏎    time: event⏎|    key: attributes.campaign⏎",
                "    key: attributes.campaign⏎    time: event⏎|    time: event⏎    key: attributes.campaign⏎",
                "aggregates: [count, sum]|aggregates:⏎      - count⏎      - sum",
                "latePaneEvery: PT1M|latePaneEvery: PT1M⏎    buckets: 1",
                "    key: none⏎|    where: {}⏎    key: none⏎    allowedLateness: PT0S⏎    latePaneEvery: PT1M⏎",
            })
    void editsThatMeanNothingKeepTheVersion(String find, String replacement) throws Exception {
        String found = find.replace("⏎", "\n");
        assertThat(FILE).contains(found);

        assertThat(parse(FILE.replace(found, replacement.replace("⏎", "\n")))).isEqualTo(parse(FILE));
    }

    @Test
    void theOrderOfAFiltersTermsAndValuesKeepsTheVersion() throws Exception {
        Views one = parse(FILE.replace("{type: ad_click}", "{type: [a, b], deviceId: d}"));
        Views other = parse(FILE.replace("{type: ad_click}", "{deviceId: [d], type: [b, a, b]}"));

        assertThat(other.version()).isEqualTo(one.version());
    }

    @Test
    void aChangedViewLeavesTheOthersVersionsAlone() throws Exception {
        Views before = parse(FILE);
        Views after = parse(FILE.replace("fixed: PT1M}", "fixed: PT2M}"));

        assertThat(after.named("all").orElseThrow().version())
                .isEqualTo(before.named("all").orElseThrow().version());
    }

    /** Versions are in keys that outlive a release: one that moves by itself would orphan every stored cell. */
    @Test
    void theVersionOfADefinitionIsTheSameFromReleaseToRelease() throws Exception {
        String said = FILE.replace("deduplicateFor", "ingest: {deadBand: PT10S, oldest: P20D}\ndeduplicateFor");
        assertThat(parse(said).views()).extracting(View::id).containsExactly("clicks@c1321f7f", "all@da69f73a");
        assertThat(parse(said).version()).isEqualTo("418d7508");
        // Where the file leaves it to the release, what an event time means changed with it.
        assertThat(parse(FILE).views()).extracting(View::id).containsExactly("clicks@892a4c53", "all@05dc2b62");
    }

    @Test
    void readsTheViewsFileOfThisProject() throws Exception {
        Views views = ViewsParser.parse(Files.readString(Path.of("..", "views.yaml")), "views.yaml");

        assertThat(views.views())
                .extracting(View::name)
                .contains("clicks-per-campaign", "positions-per-route", "events-per-type-received");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vehicles.yaml", "flights.yaml"})
    void readsTheViewsOfTheRecordedData(String name) throws Exception {
        Path file = Path.of(System.getProperty("tidemark.shared", "missing"), "data", "views", name);
        Assumptions.assumeTrue(Files.exists(file), "no recorded data beside the checkout");

        assertThat(ViewsParser.parse(Files.readString(file), name).views()).hasSize(2);
    }

    private static Views parse(String text) throws ViewsException {
        return ViewsParser.parse(text, "views.yaml");
    }
}
