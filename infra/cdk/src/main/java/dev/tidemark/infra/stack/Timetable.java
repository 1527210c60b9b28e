package dev.tidemark.infra.stack;

import dev.tidemark.platform.Schedule;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnScheduleGroup;
import software.constructs.Construct;

/** Schedules of EventBridge Scheduler in a group of their own, and the one role that they call with. */
final class Timetable extends Construct {

    private final StageSettings settings;
    private final DeadLetters failures;
    private final CfnScheduleGroup group;
    private final Role role;

    /**
     * A timetable without schedules.
     *
     * @param name of its group
     * @param failures where a call goes that could not be made
     */
    Timetable(Construct scope, String name, StageSettings settings, DeadLetters failures) {
        super(scope, "Timetable");
        this.settings = settings;
        this.failures = failures;
        this.group = CfnScheduleGroup.Builder.create(this, "Group").name(name).build();
        this.role = Role.Builder.create(this, "Role")
                .assumedBy(ServicePrincipal.Builder.create("scheduler.amazonaws.com")
                        .conditions(Map.of(
                                "StringEquals",
                                Map.of("aws:SourceAccount", Stack.of(this).getAccount())))
                        .build())
                .description("Tidemark " + settings.stage() + ": what the schedules of " + name + " may call")
                .build();
        failures.sending().forEach(role::addToPolicy);
    }

    /** Lets the schedules do something. */
    void allow(PolicyStatement statement) {
        role.addToPolicy(statement);
    }

    /** Calls a function's alias by the clock. */
    void call(Schedule schedule, String aliasArn) {
        allow(PolicyStatement.Builder.create()
                .actions(List.of("lambda:InvokeFunction"))
                .resources(List.of(aliasArn))
                .build());
        add(schedule, aliasArn, schedule.input());
    }

    /** Calls any target by the clock; what it needs is {@linkplain #allow allowed} apart. */
    void add(Schedule schedule, String targetArn, String input) {
        CfnSchedule.Builder.create(this, schedule.name())
                .name(schedule.nameIn(settings.prefix()))
                .groupName(group.getRef())
                .scheduleExpression(schedule.expression())
                .scheduleExpressionTimezone("UTC")
                .flexibleTimeWindow(CfnSchedule.FlexibleTimeWindowProperty.builder()
                        .mode("OFF")
                        .build())
                .state("ENABLED")
                .target(CfnSchedule.TargetProperty.builder()
                        .arn(targetArn)
                        .roleArn(role.getRoleArn())
                        .input(input)
                        .deadLetterConfig(CfnSchedule.DeadLetterConfigProperty.builder()
                                .arn(failures.arn())
                                .build())
                        .retryPolicy(CfnSchedule.RetryPolicyProperty.builder()
                                .maximumRetryAttempts(failures.retries())
                                .maximumEventAgeInSeconds(failures.oldest().toSeconds())
                                .build())
                        .build())
                .build()
                .getNode()
                .addDependency(role);
    }
}
