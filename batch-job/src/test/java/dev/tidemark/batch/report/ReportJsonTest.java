package dev.tidemark.batch.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.state.MissedRange;
import dev.tidemark.domain.event.IsoInstant;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The report's documents, field by field: whoever reads them stands on these names. */
class ReportJsonTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Summary DAY = new Summary(
            "2026-11-22",
            NightVerdict.FAIL,
            new EventCounts(
                    120,
                    119,
                    100,
                    new EventCounts.Duplicates(12, 7),
                    5,
                    1,
                    2,
                    3,
                    new TreeMap<>(Map.of("trusted", 2L)),
                    61_500),
            List.of(
                    new ViewCounts(
                            "per-team",
                            "per-team@1",
                            10,
                            20,
                            1,
                            new LedgerCounts(90, 95, 100, 3, 4, 5, 6, 7, -2),
                            new ViewCounts.Differing(8, 9),
                            2,
                            1,
                            List.of(new ApproximateCounts("distinct(user)", 4, 1, 0.123_456_78, 0.2, 0.5))),
                    new ViewCounts(
                            "per-user",
                            "per-user@1",
                            1,
                            1,
                            0,
                            LedgerCounts.NONE,
                            new ViewCounts.Differing(0, 0),
                            0,
                            0,
                            List.of())),
            List.of(
                    new NightFault(
                            NightFault.FaultKind.CELL,
                            NightFault.Side.STREAM,
                            "per-team",
                            IsoInstant.parse("2026-11-22T12:00:00.000Z"),
                            IsoInstant.parse("2026-11-22T12:01:00.000Z"),
                            "red",
                            "shard-0",
                            "the cell",
                            "sum 1, not 2"),
                    NightFault.ofArchive(NightFault.FaultKind.ARCHIVE_OBJECT, "shard-1", "a key", "missing")),
            2,
            List.of("1 quarantined events"),
            List.of(new MissedRange("shard-2", 1_795_348_800_000L, 1_795_352_400_000L)),
            new Summary.RunFigures("run-1", "DuckDB v1", 1.234_56, 97));

    private static final String DOCUMENT = """
            {"verdict":"fail","exitCode":1,
             "sentence":"2 events and 1 windows and keys are unexplained; 2 faults were found, the first: the cell.",
             "events":{"archived":120,"valid":119,"unique":100,
               "duplicates":{"withinHorizon":12,"beyondHorizon":7},"returned":5,"quarantined":1,"skipped":2,"collisions":3,
               "inversions":{"trusted":2}},
             "unexplained":{"events":2,"cells":1},
             "views":[
               {"name":"per-team","id":"per-team@1","windows":10,"cells":20,"notCovered":1,
                "count":{"streamOnTime":90,"streamFinal":95,"batch":100,"lateBeyond":3,"duplicate":4,"quarantined":5,
                  "skipped":6,"open":7,"unexplained":-2},
                "cellsDiffering":{"onTime":8,"final":9},
                "approximates":[{"aggregate":"distinct(user)","results":4,"beyond":1,"meanError":0.05,
                  "largestError":0.123457,"bound":0.5}]},
               {"name":"per-user","id":"per-user@1","windows":1,"cells":1,"notCovered":0,
                "count":{"streamOnTime":0,"streamFinal":0,"batch":0,"lateBeyond":0,"duplicate":0,"quarantined":0,
                  "skipped":0,"open":0,"unexplained":0},
                "cellsDiffering":{"onTime":0,"final":0}}],
             "watermark":{"lagMax":"PT1M1.5S"},
             "faultCount":2,
             "faults":[
               {"kind":"cell","side":"stream","view":"per-team","windowStart":"2026-11-22T12:00:00.000Z",
                "windowEnd":"2026-11-22T12:01:00.000Z","key":"red","shard":"shard-0","object":"the cell",
                "detail":"sum 1, not 2"},
               {"kind":"archiveObject","side":"archive","shard":"shard-1","object":"a key","detail":"missing"}],
             "notes":["1 quarantined events"],
             "missed":[{"shard":"shard-2","from":"2026-11-22T12:00:00.000Z","to":"2026-11-22T13:00:00.000Z"}],
             "run":{"id":"run-1","engine":"DuckDB v1","seconds":1.235,"rowsPerSecond":97}}
            """;

    @Test
    void aDaysSummary() throws IOException {
        assertThat(JSON.readTree(ReportJson.pretty(DAY))).isEqualTo(JSON.readTree(DOCUMENT));
    }

    @Test
    void theFieldsComeInTheirOrderForWhoeverReadsTheFile() throws IOException {
        assertThat(JSON.readTree(ReportJson.pretty(DAY)).fieldNames())
                .toIterable()
                .containsExactlyElementsOf(() -> JSON_ORDER.iterator());
    }

    private static final List<String> JSON_ORDER = List.of(
            "verdict",
            "exitCode",
            "sentence",
            "events",
            "unexplained",
            "views",
            "watermark",
            "faultCount",
            "faults",
            "notes",
            "missed",
            "run");

    @Test
    void aRunsSummaryIsThatOfADayWithTheDaysInShort() throws IOException {
        JsonNode run = JSON.readTree(ReportJson.pretty(RunSummary.of(DAY, List.of(DAY))));
        JsonNode days = JSON.readTree("""
                [{"day":"2026-11-22","verdict":"fail","unexplained":{"events":2,"cells":1}}]
                """);
        assertThat(run.path("days")).isEqualTo(days);
        ((com.fasterxml.jackson.databind.node.ObjectNode) run).remove("days");
        assertThat(run).isEqualTo(JSON.readTree(DOCUMENT));
    }

    @Test
    void whatTheSchemaRequiresIsThereAndWhatIsThereTheSchemaKnows() throws IOException {
        JsonNode run = JSON.readTree(ReportJson.pretty(RunSummary.of(DAY, List.of(DAY))));
        assertKnown(schema("summary"), schema("summary"), run, "summary");
        Manifest manifest = new Manifest(
                        Manifest.SCHEMA,
                        "2026-11-22",
                        "run-1",
                        "DuckDB v1",
                        "2026-11-23T00:00:00.000Z",
                        "views@1",
                        List.of(new Manifest.ManifestView("per-team", "per-team@1")),
                        List.of(new Manifest.ManifestShard("shard-0", List.of("shard-9"), "0", "7", "8", "7", false)),
                        new Manifest.ManifestWatermarks("2026-11-22T12:00:00.000Z", null),
                        new Manifest.ManifestWatermarks(null, null),
                        new Manifest.Archive(3, List.of("a stranger")),
                        List.of())
                .withFiles(List.of(new Manifest.ManifestFile("summary.json", 12, "00")));
        JsonNode json = JSON.readTree(ReportJson.pretty(manifest));
        assertKnown(schema("manifest"), schema("manifest"), json, "manifest");
        assertThat(json.path("comparedUpTo")).isEqualTo(JSON.readTree("{\"event\":\"2026-11-22T12:00:00.000Z\"}"));
        assertThat(json.path("published")).isEqualTo(JSON.readTree("{}"));
    }

    private static JsonNode schema(String name) throws IOException {
        try (InputStream in = ReportJsonTest.class.getResourceAsStream("/report/" + name + ".schema.json")) {
            return JSON.readTree(in);
        }
    }

    private static void assertKnown(JsonNode root, JsonNode schema, JsonNode value, String at) {
        JsonNode here =
                schema.has("$ref") ? root.at(schema.path("$ref").asText().substring(1)) : schema;
        if (value.isArray()) {
            value.forEach(element -> assertKnown(root, here.path("items"), element, at + "[]"));
            return;
        }
        if (!value.isObject() || !here.has("properties")) {
            return;
        }
        here.path("required")
                .forEach(name ->
                        assertThat(value.has(name.asText())).as(at + "." + name).isTrue());
        TreeSet<String> known = new TreeSet<>();
        here.path("properties").fieldNames().forEachRemaining(known::add);
        value.properties().forEach(field -> {
            if (!here.has("additionalProperties")) {
                assertThat(known).as(at).contains(field.getKey());
            }
            assertKnown(
                    root, here.path("properties").path(field.getKey()), field.getValue(), at + "." + field.getKey());
        });
    }

    @Test
    void thePageHasTheSummaryAndItsDays() throws IOException {
        JsonNode page = JSON.readTree(ReportJson.compact(PageData.ofRun(DAY, List.of(DAY))));
        assertThat(page.path("summary")).isEqualTo(JSON.readTree(DOCUMENT));
        assertThat(page.path("days")).isEqualTo(JSON.readTree("""
                [{"day":"2026-11-22","verdict":"fail","events":100,"late":10,"lateBeyond":3,"open":7,"unexplained":2}]
                """));
        assertThat(page.has("rows")).isFalse();
    }

    @Test
    void noTextEndsThePagesScript() {
        Summary nasty = new Summary(
                "</script><script>alert(1)//",
                NightVerdict.PASS,
                EventCounts.NONE,
                List.of(),
                List.of(),
                0,
                List.of("\u2028"),
                List.of(),
                DAY.run());
        assertThat(ReportJson.compact(PageData.ofRun(nasty, List.of()))).doesNotContain("<", "\u2028");
    }
}
