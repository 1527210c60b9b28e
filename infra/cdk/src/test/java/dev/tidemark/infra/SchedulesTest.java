package dev.tidemark.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SchedulesTest {

    private final Synthesized prod = Synthesized.prod();

    @ParameterizedTest
    @EnumSource
    void a_schedule_calls_what_the_contract_says_when_it_says_so(Schedule schedule) {
        JsonNode properties = prod.resource("AWS::Scheduler::Schedule", "Name", schedule.nameIn("tidemark-prod"))
                .properties();
        assertThat(properties.path("ScheduleExpression").asText()).isEqualTo(schedule.expression());
        assertThat(properties.path("ScheduleExpressionTimezone").asText()).isEqualTo("UTC");
        assertThat(properties.path("State").asText()).isEqualTo("ENABLED");
        JsonNode target = properties.path("Target");
        assertThat(prod.text(target.path("Arn"))).isEqualTo(schedule.function().nameIn("tidemark-prod") + ":live");
        assertThat(target.path("Input").asText()).isEqualTo(schedule.input());
    }

    @ParameterizedTest
    @EnumSource
    void a_call_that_cannot_be_made_and_a_call_that_fails_end_in_one_queue(Schedule schedule) {
        String queue = "tidemark-prod-" + schedule.function().shortName() + "-failed";
        JsonNode target = prod.resource("AWS::Scheduler::Schedule", "Name", schedule.nameIn("tidemark-prod"))
                .properties()
                .path("Target");
        assertThat(prod.text(target.path("DeadLetterConfig").path("Arn"))).isEqualTo(queue);
        assertThat(prod.resources("AWS::Lambda::EventInvokeConfig"))
                .filteredOn(config -> prod.text(config.properties().path("FunctionName"))
                        .equals(schedule.function().nameIn("tidemark-prod")))
                .singleElement()
                .satisfies(config -> {
                    assertThat(config.properties().path("Qualifier").asText()).isEqualTo("live");
                    assertThat(prod.text(config.properties()
                                    .path("DestinationConfig")
                                    .path("OnFailure")
                                    .path("Destination")))
                            .isEqualTo(queue);
                });
    }

    @Test
    void a_failed_tick_is_not_repeated_and_a_failed_night_is() {
        assertThat(retries(Schedule.TICK)).isZero();
        assertThat(retries(Schedule.NIGHT)).isEqualTo(1);
        assertThat(retries(Schedule.CATCH_UP)).isEqualTo(1);
    }

    /** Of the schedule; without a policy, the service tries 185 times. */
    private int retries(Schedule schedule) {
        JsonNode policy = prod.resource("AWS::Scheduler::Schedule", "Name", schedule.nameIn("tidemark-prod"))
                .properties()
                .path("Target")
                .path("RetryPolicy");
        assertThat(policy.path("MaximumRetryAttempts").isInt()).isTrue();
        assertThat(policy.path("MaximumEventAgeInSeconds").asInt()).isPositive();
        return policy.path("MaximumRetryAttempts").asInt();
    }

    @Test
    void queues_are_encrypted_keep_their_messages_for_two_weeks_and_refuse_plain_http() {
        for (Synthesized stage : Synthesized.all()) {
            assertThat(stage.resources("AWS::SQS::Queue")).hasSize(2).allSatisfy(queue -> {
                assertThat(queue.properties().has("KmsMasterKeyId")).isTrue();
                assertThat(queue.properties().path("MessageRetentionPeriod").asInt())
                        .isEqualTo(14 * 86_400);
            });
            assertThat(stage.resources("AWS::SQS::QueuePolicy"))
                    .hasSize(2)
                    .allMatch(policy -> policy.json().toString().contains("\"aws:SecureTransport\":\"false\""));
        }
    }

    @Test
    void the_schedules_may_call_their_functions_and_nothing_else() {
        for (PlatformFunction function : new PlatformFunction[] {PlatformFunction.TICK, PlatformFunction.BATCH}) {
            assertThat(prod.resources("AWS::IAM::Policy"))
                    .filteredOn(policy -> policy.json().toString().contains("lambda:InvokeFunction"))
                    .filteredOn(policy -> policy.json().toString().contains(function.name() + "Live"))
                    .singleElement()
                    .satisfies(policy -> assertThat(policy.json().toString())
                            .containsOnlyOnce("lambda:")
                            .containsOnlyOnce("sqs:")
                            .doesNotContain("dynamodb:", "s3:", "kinesis:"));
        }
    }
}
