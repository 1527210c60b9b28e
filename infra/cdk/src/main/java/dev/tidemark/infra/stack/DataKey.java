package dev.tidemark.infra.stack;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;

/**
 * The one customer-managed key, rotated every year. The account's own identities get at it through their policies; the
 * services that act by themselves (logs, alarms, budgets) are named here, each bound to this account.
 */
final class DataKey {

    private static final List<String> USE = List.of("kms:Decrypt", "kms:GenerateDataKey");

    private DataKey() {}

    static Key create(Stack stack, StageSettings settings) {
        Key key = Key.Builder.create(stack, "Key")
                .description("Tidemark " + settings.stage() + ": stream, tables, bucket, queues, topic and logs")
                .alias(settings.prefix())
                .enableKeyRotation(true)
                .rotationPeriod(Duration.days(365))
                .pendingWindow(Duration.days(settings.keepsData() ? 30 : 7))
                .removalPolicy(DataStack.removal(settings))
                .build();
        String logGroups = "arn:" + stack.getPartition() + ":logs:" + stack.getRegion() + ":" + stack.getAccount()
                + ":log-group:*";
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("LogGroups")
                .principals(List.of(new ServicePrincipal("logs." + stack.getRegion() + "." + stack.getUrlSuffix())))
                .actions(List.of("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"))
                .resources(List.of("*"))
                .conditions(Map.of("ArnLike", Map.of("kms:EncryptionContext:aws:logs:arn", logGroups)))
                .build());
        key.addToResourcePolicy(PolicyStatement.Builder.create()
                .sid("Notifications")
                .principals(List.of(
                        new ServicePrincipal("cloudwatch.amazonaws.com"),
                        new ServicePrincipal("budgets.amazonaws.com")))
                .actions(USE)
                .resources(List.of("*"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())))
                .build());
        return key;
    }
}
