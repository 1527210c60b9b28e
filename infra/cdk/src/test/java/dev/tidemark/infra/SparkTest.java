package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.batch.NightCommand;
import dev.tidemark.platform.Schedule;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.Option;
import software.amazon.awscdk.assertions.Match;

class SparkTest {

    private final Synthesized spark = Synthesized.spark();

    @Test
    void the_application_is_bounded_and_stops_when_nothing_runs() {
        spark.template("Batch")
                .hasResourceProperties(
                        "AWS::EMRServerless::Application",
                        Map.of(
                                "Type",
                                "SPARK",
                                "Architecture",
                                "ARM64",
                                "ReleaseLabel",
                                "emr-spark-8.0.0",
                                "AutoStartConfiguration",
                                Map.of("Enabled", true),
                                "AutoStopConfiguration",
                                Map.of("Enabled", true, "IdleTimeoutMinutes", 5),
                                "MaximumCapacity",
                                Match.objectLike(Map.of("Cpu", "64 vCPU"))));
    }

    @Test
    void there_is_one_engine_and_not_two() {
        assertThat(spark.resources("AWS::Lambda::Function"))
                .noneMatch(function ->
                        function.properties().path("FunctionName").asText().endsWith("-batch"));
        assertThat(Synthesized.prod().resources("AWS::EMRServerless::Application"))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"NIGHT", "CATCH_UP"})
    void the_schedule_starts_the_same_job_at_the_same_time(Schedule schedule) {
        JsonNode properties = spark.resource("AWS::Scheduler::Schedule", "Name", schedule.nameIn("tidemark-spark"))
                .properties();
        assertThat(properties.path("ScheduleExpression").asText()).isEqualTo(schedule.expression());
        assertThat(properties.path("Target").path("Arn").asText())
                .isEqualTo("arn:aws:scheduler:::aws-sdk:emrserverless:startJobRun");
        assertThat(properties.path("Target").path("Input").toString())
                .contains("<aws.scheduler.execution-id>", "SparkSubmit", "TIDEMARK_TABLE_CELLS=");
        assertThat(properties.path("Target").path("DeadLetterConfig").has("Arn"))
                .isTrue();
    }

    @Test
    void the_command_has_the_options_that_it_is_started_with() {
        String input = spark.resource("AWS::Scheduler::Schedule", "Name", Schedule.NIGHT.nameIn("tidemark-spark"))
                .properties()
                .path("Target")
                .path("Input")
                .toString();
        Matcher arguments = Pattern.compile("EntryPointArguments[^\\]]*").matcher(input);
        assertThat(arguments.find()).as(input).isTrue();
        assertThat(Pattern.compile("--[a-z-]+")
                        .matcher(arguments.group())
                        .results()
                        .map(MatchResult::group))
                .isNotEmpty()
                .isSubsetOf(Stream.of(NightCommand.class.getDeclaredFields())
                        .flatMap(field -> Stream.of(field.getAnnotationsByType(Option.class)))
                        .flatMap(option -> Stream.of(option.names()))
                        .toList());
    }

    @Test
    void the_scheduler_may_hand_over_this_role_to_this_service_only() {
        assertThat(spark.resources("AWS::IAM::Policy"))
                .filteredOn(policy -> policy.json().toString().contains("iam:PassRole"))
                .singleElement()
                .satisfies(policy -> assertThat(policy.json().toString())
                        .contains("\"iam:PassedToService\":\"emr-serverless.amazonaws.com\"")
                        .contains("emr-serverless:StartJobRun"));
    }

    @Test
    void a_job_has_the_grants_of_the_function_and_reads_its_own_program() {
        String role = spark.resource(
                        "AWS::IAM::Role", "Description", "Tidemark spark: what a run of the batch on Spark may do")
                .id();
        List<JsonNode> statements = AccessTest.statements(spark, role);
        assertThat(statements.toString())
                .contains("dynamodb:Scan", "s3:GetObject", "logs:DescribeLogGroups")
                .doesNotContain("dynamodb:DeleteItem", "kinesis:");
    }
}
