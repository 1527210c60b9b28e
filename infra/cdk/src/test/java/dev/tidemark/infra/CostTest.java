package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.infra.cost.Bill;
import dev.tidemark.infra.cost.CostTables;
import dev.tidemark.infra.cost.Deployed;
import dev.tidemark.infra.cost.FlinkCost;
import dev.tidemark.infra.cost.Load;
import dev.tidemark.infra.cost.PlatformCost;
import dev.tidemark.infra.cost.Prices;
import dev.tidemark.infra.cost.Prices.Price;
import dev.tidemark.infra.cost.QueryCost;
import dev.tidemark.platform.Metric;
import dev.tidemark.platform.PlatformFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cost document is what the templates and the prices say; {@code -Dtidemark.cost.write=true} writes it anew. */
class CostTest {

    /** An on-demand stream begins with four. */
    private static final int SHARDS_ON_DEMAND = 4;

    private static final Path DOCUMENT = Synthesized.HOME.resolve("docs/cost.md");

    private final Prices prices = Prices.load();

    @Test
    void the_document_says_what_the_templates_and_the_prices_say() throws IOException {
        String document = Files.readString(DOCUMENT);
        String computed = document;
        for (Map.Entry<String, String> table :
                new CostTables(prices, deployed(Synthesized.prod())).all().entrySet()) {
            computed = replace(computed, table.getKey(), table.getValue());
        }
        computed = replace(
                computed,
                "idle",
                String.format(
                        "About **%.0f dollars a month** in `dev`, **%.0f** in `prod`.%n",
                        PlatformCost.of(prices, deployed(Synthesized.dev()), new Load(0))
                                .total(),
                        PlatformCost.of(prices, deployed(Synthesized.prod()), new Load(0))
                                .total()));
        if (Boolean.getBoolean("tidemark.cost.write")) {
            Files.writeString(DOCUMENT, computed);
        } else {
            assertThat(document).isEqualTo(computed);
        }
    }

    private static String replace(String document, String name, String content) {
        Matcher place = Pattern.compile("(?s)(<!-- computed: " + name + " -->\n).*?(<!-- end -->)")
                .matcher(document);
        assertThat(place.find()).as(name).isTrue();
        return place.replaceFirst(Matcher.quoteReplacement(place.group(1) + "\n" + content + "\n" + place.group(2)));
    }

    @Test
    void every_price_says_what_it_was_held_against_and_every_one_is_part_of_a_bill() {
        Set<String> used = new TreeSet<>();
        for (Synthesized stage : List.of(Synthesized.prod(), Synthesized.dev())) {
            for (double rate : new double[] {1, 5_000}) {
                used.addAll(
                        PlatformCost.of(prices, deployed(stage), new Load(rate)).prices());
            }
        }
        used.addAll(QueryCost.of(prices, deployed(Synthesized.prod()), 1, 1).prices());
        used.addAll(FlinkCost.of(prices, new Load(1)).prices());
        assertThat(prices.all()).extracting(Price::id).containsExactlyInAnyOrderElementsOf(used);
        assertThat(prices.all()).allSatisfy(price -> assertThat(price.page()).startsWith("aws.amazon.com/"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a.b,0,unit,page,list,2026-01,source        | a.b: usd > 0: 0
            a.b,1,unit,page,list,2026-01,              | a.b: a source, or evidence none: '', LIST
            a.b,1,unit,page,none,,somewhere            | a.b: a source, or evidence none: 'somewhere', NONE
            a.b,1,unit,page,list,last year,somewhere   | a.b: dated is a year and a month: 'last year'
            a.b,1,unit,page,list                       | id,usd,unit,page,evidence,dated,source, each id once: 'a.b,1,unit,page,list'
            a.b,1,unit,page,hearsay,,somewhere         | No enum constant
            """)
    void a_price_without_its_evidence_is_refused(String line, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Prices.parse(line))
                .withMessageStartingWith(message);
    }

    @Test
    void a_bill_can_be_checked_by_hand() {
        Bill bill = PlatformCost.of(prices, deployed(Synthesized.prod()), new Load(100));
        // 100 events/s are 10 requests/s, 26,280,000 a month at a millionth of a dollar each.
        assertThat(line(bill, "HTTP API requests")).isEqualTo(26.28);
        // 730 hours at 4 cents.
        assertThat(line(bill, "stream on demand, hours")).isEqualTo(29.2);
    }

    @Test
    void a_query_can_be_checked_by_hand() {
        Bill bill = QueryCost.of(prices, deployed(Synthesized.prod()), 60, 1);
        // A million pages at a millionth of a dollar.
        assertThat(line(bill, "HTTP API requests")).isEqualTo(1);
        // Two blocks of panes, whose 60 of one key have 21,000 bytes: 3 units of 4 KB each; 12 open slices in 4 shards;
        // 10 of what
        // every question goes by. 64 units, a million times, at an eighth of a millionth.
        assertThat(line(bill, "reads")).isEqualTo(8);
    }

    private static double line(Bill bill, String what) {
        return bill.lines().stream()
                .filter(line -> line.what().equals(what))
                .mapToDouble(line -> Math.round(line.dollars() * 100) / 100.0)
                .sum();
    }

    @Test
    void twice_the_load_costs_more_and_less_than_twice_as_much() {
        Deployed deployed = deployed(Synthesized.prod());
        for (double rate : new double[] {1, 10, 100, 1_000}) {
            double once = PlatformCost.of(prices, deployed, new Load(rate)).total();
            double twice = PlatformCost.of(prices, deployed, new Load(2 * rate)).total();
            assertThat(twice).isBetween(once, 2 * once);
        }
    }

    private static Deployed deployed(Synthesized stage) {
        JsonNode stream = stage.resources("AWS::Kinesis::Stream").get(0).properties();
        boolean onDemand =
                stream.path("StreamModeDetails").path("StreamMode").asText().equals("ON_DEMAND");
        return new Deployed(
                onDemand,
                onDemand ? SHARDS_ON_DEMAND : stream.path("ShardCount").asInt(),
                stream.path("RetentionPeriodHours").asInt(),
                memoryGb(stage, PlatformFunction.INGEST),
                memoryGb(stage, PlatformFunction.WINDOW),
                memoryGb(stage, PlatformFunction.ARCHIVE),
                memoryGb(stage, PlatformFunction.TICK),
                memoryGb(stage, PlatformFunction.QUERY),
                memoryGb(stage, PlatformFunction.BATCH),
                (function(stage, PlatformFunction.BATCH)
                                        .path("EphemeralStorage")
                                        .path("Size")
                                        .asInt()
                                - 512)
                        / 1_024.0,
                mapping(stage, PlatformFunction.WINDOW, "MaximumBatchingWindowInSeconds"),
                mapping(stage, PlatformFunction.WINDOW, "BatchSize"),
                mapping(stage, PlatformFunction.ARCHIVE, "MaximumBatchingWindowInSeconds"),
                mapping(stage, PlatformFunction.ARCHIVE, "BatchSize"),
                (int) stage.resources("AWS::Scheduler::Schedule").stream()
                        .filter(schedule -> schedule.stack().equals("Batch"))
                        .count(),
                stage.resources("AWS::CloudWatch::Alarm").stream()
                        .mapToInt(alarm -> metrics(alarm.properties()))
                        .sum(),
                Metric.values().length,
                stage.resources("AWS::CloudWatch::Dashboard").size(),
                stage.resources("AWS::KMS::Key").size());
    }

    private static int metrics(JsonNode alarm) {
        int metrics = 0;
        for (JsonNode metric : alarm.path("Metrics")) {
            metrics += metric.has("MetricStat") ? 1 : 0;
        }
        return Math.max(1, metrics);
    }

    private static double memoryGb(Synthesized stage, PlatformFunction function) {
        return function(stage, function).path("MemorySize").asInt() / 1_024.0;
    }

    private static JsonNode function(Synthesized stage, PlatformFunction function) {
        return stage.resources("AWS::Lambda::Function").stream()
                .map(Synthesized.Resource::properties)
                .filter(properties -> properties.path("FunctionName").asText().endsWith("-" + function.shortName()))
                .findFirst()
                .orElseThrow();
    }

    private static int mapping(Synthesized stage, PlatformFunction function, String setting) {
        return stage.resources("AWS::Lambda::EventSourceMapping").stream()
                .map(Synthesized.Resource::properties)
                .filter(properties ->
                        stage.text(properties.path("FunctionName")).contains("-" + function.shortName() + ":"))
                .mapToInt(properties -> properties.path(setting).asInt())
                .findFirst()
                .orElseThrow();
    }
}
