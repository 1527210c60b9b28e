package dev.tidemark.infra.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.CfnEventInvokeConfig;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * A queue for what a schedule could not deliver and what a function called by it could not do. Nothing reads it but a
 * person, whom an alarm calls at the first message.
 */
final class DeadLetters extends Construct {

    private final DataStack data;
    private final Queue queue;
    private final int retries;
    private final Duration oldest;

    /**
     * A queue.
     *
     * @param name its physical name
     * @param retries how often a failed invocation is tried again first
     * @param oldest how long an invocation may wait to be tried
     */
    DeadLetters(Construct scope, String id, String name, DataStack data, int retries, Duration oldest) {
        super(scope, id);
        this.data = data;
        this.retries = retries;
        this.oldest = oldest;
        this.queue = Queue.Builder.create(this, "Queue")
                .queueName(name)
                .encryption(QueueEncryption.KMS)
                .encryptionMasterKey(data.key())
                .enforceSsl(true)
                .retentionPeriod(Duration.days(14))
                .build();
        Suppressed.rule(queue, "AwsSolutions-SQS3", "This is a dead-letter queue; its alarm calls a person.");
    }

    /** The name in a stack of the queue for a function. */
    static String nameIn(StageSettings settings, String of) {
        return settings.prefix() + "-" + of + "-failed";
    }

    String arn() {
        return queue.getQueueArn();
    }

    Duration oldest() {
        return oldest;
    }

    int retries() {
        return retries;
    }

    /** What a role needs to put a message here. */
    List<PolicyStatement> sending() {
        Stack stack = Stack.of(this);
        return List.of(
                PolicyStatement.Builder.create()
                        .actions(List.of("sqs:SendMessage"))
                        .resources(List.of(queue.getQueueArn()))
                        .build(),
                PolicyStatement.Builder.create()
                        .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                        .resources(List.of(data.key().getKeyArn()))
                        .conditions(Map.of(
                                "StringEquals",
                                Map.of("kms:ViaService", "sqs." + stack.getRegion() + "." + stack.getUrlSuffix())))
                        .build());
    }

    /** Sends what an asynchronous invocation of the alias could not do here. */
    void receiveFailuresOf(Alias alias) {
        CfnEventInvokeConfig.Builder.create(this, "Failures")
                .functionName(alias.getLambda().getFunctionName())
                .qualifier(FunctionStack.LIVE)
                .maximumRetryAttempts(retries)
                .maximumEventAgeInSeconds(oldest.toSeconds())
                .destinationConfig(CfnEventInvokeConfig.DestinationConfigProperty.builder()
                        .onFailure(CfnEventInvokeConfig.OnFailureProperty.builder()
                                .destination(queue.getQueueArn())
                                .build())
                        .build())
                .build()
                .getNode()
                .addDependency(alias);
    }
}
