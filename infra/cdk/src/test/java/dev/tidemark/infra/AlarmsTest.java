package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.infra.Synthesized.Resource;
import dev.tidemark.platform.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlarmsTest {

    private final Synthesized prod = Synthesized.prod();

    private static List<Resource> alarms(Synthesized stage) {
        return stage.resources("AWS::CloudWatch::Alarm");
    }

    @Test
    void there_is_an_alarm_for_each_way_in_which_the_platform_can_fail() {
        assertThat(alarms(prod))
                .extracting(
                        alarm -> alarm.properties().path("AlarmName").asText().replace("tidemark-prod-", ""))
                .containsExactlyInAnyOrder(
                        "window-behind",
                        "window-expiring",
                        "archive-behind",
                        "archive-expiring",
                        "watermark-lag",
                        "failing-shard",
                        "missed-heartbeats",
                        "quarantine",
                        "skipped",
                        "unexplained",
                        "night-missing",
                        "verified-lag",
                        "tick-failed",
                        "batch-failed",
                        "api-errors",
                        "api-slow",
                        "api-full",
                        "query-api-errors",
                        "query-api-slow",
                        "query-api-full",
                        "stream-throttled",
                        "tables-throttled",
                        "ingest-errors",
                        "ingest-throttled",
                        "window-errors",
                        "window-throttled",
                        "archive-errors",
                        "archive-throttled",
                        "tick-errors",
                        "tick-throttled",
                        "query-errors",
                        "query-throttled",
                        "batch-errors",
                        "batch-throttled");
    }

    @Test
    void every_queue_has_its_alarm_at_the_first_message() {
        for (Synthesized stage : Synthesized.all()) {
            for (Resource queue : stage.resources("AWS::SQS::Queue")) {
                String name = queue.properties().path("QueueName").asText();
                assertThat(alarms(stage))
                        .filteredOn(alarm ->
                                alarm.properties().path("Dimensions").toString().contains("\"" + name + "\""))
                        .singleElement()
                        .satisfies(alarm -> {
                            JsonNode properties = alarm.properties();
                            assertThat(properties.path("MetricName").asText())
                                    .isEqualTo("ApproximateNumberOfMessagesVisible");
                            assertThat(properties.path("Threshold").toString()).isEqualTo("0");
                            assertThat(properties.path("EvaluationPeriods").asInt())
                                    .isEqualTo(1);
                            assertThat(properties.path("ComparisonOperator").asText())
                                    .isEqualTo("GreaterThanThreshold");
                        });
            }
            assertThat(stage.resources("AWS::SQS::Queue")).hasSize(2);
        }
    }

    @Test
    void every_alarm_tells_a_person_what_to_do_and_has_its_section_in_the_runbook() throws IOException {
        TreeSet<String> sections = new TreeSet<>();
        Matcher headings = Pattern.compile("(?m)^### ([a-z-]+)$")
                .matcher(Files.readString(Synthesized.HOME.resolve("docs/runbook.md")));
        while (headings.find()) {
            sections.add(headings.group(1));
        }
        TreeSet<String> names = new TreeSet<>();
        for (Synthesized stage : Synthesized.all()) {
            String prefix = stage.resources("AWS::SNS::Topic")
                    .get(0)
                    .properties()
                    .path("TopicName")
                    .asText()
                    .replace("alarms", "");
            for (Resource alarm : alarms(stage)) {
                String name = alarm.properties().path("AlarmName").asText().replace(prefix, "");
                names.add(name);
                assertThat(alarm.properties().path("AlarmDescription").asText())
                        .matches("[A-Z].{30,}\\. docs/runbook\\.md#" + name);
                assertThat(alarm.properties().path("AlarmActions")).hasSize(1);
                assertThat(alarm.properties().path("OKActions")).hasSize(1);
            }
        }
        names.add("budget");
        assertThat(sections).isEqualTo(names);
    }

    @Test
    void the_log_is_unread_alarm_rings_when_a_quarter_of_the_retention_is_gone() {
        for (String reader : List.of("window", "archive")) {
            assertThat(threshold(reader + "-expiring")).isEqualTo(168 * 3_600_000L / 4);
            assertThat(threshold(reader + "-behind")).isEqualTo(5 * 60_000L);
        }
    }

    @Test
    void the_watermark_alarm_follows_from_the_views_and_rings_when_the_ticks_stop() {
        assertThat(threshold("watermark-lag")).isEqualTo(2 * 60 + 3 * 60);
        assertThat(alarm("watermark-lag").properties().path("TreatMissingData").asText())
                .isEqualTo("breaching");
    }

    @Test
    void a_night_is_missing_after_a_day_of_ticks_without_a_run_and_not_on_the_first_day() {
        JsonNode missing = alarm("night-missing").properties();
        assertThat(missing.path("Metrics").toString())
                .contains("IF(FILL(ticks,0) > 0 AND FILL(runs,0) < 1, 1, 0)")
                .contains("\"Period\":3600");
        assertThat(missing.path("EvaluationPeriods").asInt()).isEqualTo(24);
        assertThat(missing.path("DatapointsToAlarm").asInt()).isEqualTo(24);
        assertThat(missing.path("TreatMissingData").asText()).isEqualTo("notBreaching");
    }

    @Test
    void the_gateways_own_refusals_are_announced_before_they_begin() {
        assertThat(threshold("api-full")).isEqualTo(2_000 * 60 * 8 / 10);
        assertThat(alarm("api-full").properties().path("MetricName").asText()).isEqualTo("Count");
    }

    @Test
    void one_unexplained_event_is_one_too_many() {
        assertThat(threshold("unexplained")).isZero();
        assertThat(alarm("unexplained").properties().path("Statistic").asText()).isEqualTo("Maximum");
    }

    private Resource alarm(String name) {
        return prod.resource("AWS::CloudWatch::Alarm", "AlarmName", "tidemark-prod-" + name);
    }

    private long threshold(String name) {
        JsonNode threshold = alarm(name).properties().path("Threshold");
        assertThat(threshold.isNumber()).isTrue();
        return threshold.asLong();
    }

    @ParameterizedTest
    @EnumSource
    void each_metric_of_the_platform_is_looked_at(Metric metric) {
        assertThat(prod.resources().stream()
                        .filter(resource -> resource.stack().equals("Observability"))
                        .map(resource -> resource.json().toString())
                        .filter(text -> text.contains("\"" + metric.metricName())
                                || text.contains("\\\"" + metric.metricName()))
                        .filter(text -> text.contains(metric.source().nameIn("tidemark-prod"))))
                .isNotEmpty();
    }

    /** What an alarm of ours stands on is a metric that exists: by name, and with the one dimension that it is printed with. */
    @Test
    void alarms_stand_on_metrics_that_are_printed() {
        Map<String, Metric> printed =
                Arrays.stream(Metric.values()).collect(Collectors.toMap(Metric::metricName, metric -> metric));
        for (Resource alarm : alarms(prod)) {
            for (JsonNode metric : alarm.json().findParents("Namespace")) {
                if (metric.path("Namespace").asText().equals(Metric.NAMESPACE)) {
                    String name = metric.path("MetricName").asText();
                    assertThat(printed).containsKey(name);
                    assertThat(metric.path("Dimensions")).singleElement().satisfies(dimension -> {
                        assertThat(dimension.path("Name").asText()).isEqualTo(Metric.DIMENSION);
                        assertThat(dimension.path("Value").asText())
                                .isEqualTo(printed.get(name).source().nameIn("tidemark-prod"));
                    });
                }
            }
        }
    }

    @Test
    void the_dashboard_shows_freshness_lag_lateness_the_residual_and_what_costs() {
        assertThat(prod.resources("AWS::CloudWatch::Dashboard")).singleElement().satisfies(dashboard -> assertThat(
                        dashboard.json().toString())
                .contains(
                        "IteratorAge",
                        "WatermarkLag",
                        "LateShare",
                        "Unexplained",
                        "ConsumedWriteCapacityUnits",
                        "IncomingBytes",
                        "Duration"));
    }

    @Test
    void a_month_that_becomes_too_expensive_is_announced_before_it_is() {
        assertThat(prod.resources("AWS::Budgets::Budget")).singleElement().satisfies(budget -> {
            JsonNode said = budget.properties().path("Budget");
            assertThat(said.path("BudgetLimit").path("Amount").asInt()).isEqualTo(1_000);
            assertThat(said.path("CostFilters").path("TagKeyValue").path(0).asText())
                    .isEqualTo("user:tidemark-stage$prod");
            assertThat(budget.properties().path("NotificationsWithSubscribers"))
                    .extracting(told -> told.path("Notification")
                                    .path("NotificationType")
                                    .asText() + " "
                            + told.path("Notification").path("Threshold").asInt())
                    .containsExactlyInAnyOrder("ACTUAL 80", "FORECASTED 100");
        });
    }

    @Test
    void alarms_go_to_an_encrypted_topic_and_from_there_to_whoever_is_named() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::SNS::Topic")).singleElement().satisfies(topic -> assertThat(
                            topic.properties().has("KmsMasterKeyId"))
                    .isTrue());
        }
        assertThat(Synthesized.spark().resources("AWS::SNS::Subscription"))
                .singleElement()
                .satisfies(mail ->
                        assertThat(mail.properties().path("Endpoint").asText()).isEqualTo("oncall@example.com"));
        assertThat(prod.resources("AWS::SNS::Subscription")).isEmpty();
    }
}
