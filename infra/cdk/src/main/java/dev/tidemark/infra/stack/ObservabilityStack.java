package dev.tidemark.infra.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.budgets.CfnBudget;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.sns.Topic;
import software.amazon.awscdk.services.sns.subscriptions.EmailSubscription;
import software.constructs.Construct;

/**
 * What tells a person: alarms, each with the sentence of what to do, a dashboard, a monthly budget, and the topic that all
 * of them send to. It can be thrown away and made again without anything else noticing.
 */
public final class ObservabilityStack extends Stack {

    private static final int ACTUAL_PERCENT = 80;
    private static final int FORECAST_PERCENT = 100;

    private final StageSettings settings;
    private final Topic topic;

    public ObservabilityStack(
            Construct scope, DataStack data, ComputeStack compute, StageSettings settings, FunctionPackages packages) {
        super(
                scope,
                "Observability",
                StackProps.builder()
                        .stackName(settings.prefix() + "-observability")
                        .description("Tidemark " + settings.stage() + ": alarms, dashboard, budget")
                        .build());
        this.settings = settings;
        this.topic = createTopic(data);
        Metrics metrics = new Metrics(settings, compute);
        List<Alarm> alarms = new ArrayList<>();
        for (AlarmSpec spec : Alarms.of(settings, packages.views().watermark(), metrics)) {
            alarms.add(create(spec));
        }
        Overview.create(this, settings, metrics, alarms);
        createBudget();
    }

    private Topic createTopic(DataStack data) {
        Topic created = Topic.Builder.create(this, "Alarms")
                .topicName(settings.prefix() + "-alarms")
                .masterKey(data.key())
                .enforceSsl(true)
                .build();
        settings.alarmMail().ifPresent(mail -> created.addSubscription(new EmailSubscription(mail)));
        created.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("AlarmsAndBudgets")
                .principals(List.of(
                        new ServicePrincipal("cloudwatch.amazonaws.com"),
                        new ServicePrincipal("budgets.amazonaws.com")))
                .actions(List.of("sns:Publish"))
                .resources(List.of(created.getTopicArn()))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount())))
                .build());
        return created;
    }

    private Alarm create(AlarmSpec spec) {
        Alarm alarm = Alarm.Builder.create(this, spec.name())
                .alarmName(settings.prefix() + "-" + spec.name())
                .alarmDescription(spec.description())
                .metric(spec.metric())
                .comparisonOperator(spec.comparison())
                .threshold(spec.threshold())
                .evaluationPeriods(spec.periods())
                .datapointsToAlarm(spec.breaching())
                .treatMissingData(spec.missing())
                .build();
        SnsAction action = new SnsAction(topic);
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
        return alarm;
    }

    /** Counts what carries the stage's tag, which has to be activated as a cost allocation tag once an account. */
    private void createBudget() {
        CfnBudget.Builder.create(this, "Budget")
                .budget(CfnBudget.BudgetDataProperty.builder()
                        .budgetName(settings.prefix())
                        .budgetType("COST")
                        .timeUnit("MONTHLY")
                        .budgetLimit(CfnBudget.SpendProperty.builder()
                                .amount(settings.monthlyBudget())
                                .unit("USD")
                                .build())
                        .costFilters(Map.of("TagKeyValue", List.of("user:tidemark-stage$" + settings.stage())))
                        .build())
                .notificationsWithSubscribers(
                        List.of(notification("ACTUAL", ACTUAL_PERCENT), notification("FORECASTED", FORECAST_PERCENT)))
                .build();
    }

    private CfnBudget.NotificationWithSubscribersProperty notification(String type, int percent) {
        return CfnBudget.NotificationWithSubscribersProperty.builder()
                .notification(CfnBudget.NotificationProperty.builder()
                        .notificationType(type)
                        .comparisonOperator("GREATER_THAN")
                        .threshold(percent)
                        .thresholdType("PERCENTAGE")
                        .build())
                .subscribers(List.of(CfnBudget.SubscriberProperty.builder()
                        .subscriptionType("SNS")
                        .address(topic.getTopicArn())
                        .build()))
                .build();
    }
}
