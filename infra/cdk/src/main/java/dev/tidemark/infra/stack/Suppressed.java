package dev.tidemark.infra.stack;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import io.github.cdklabs.cdknag.RegexAppliesTo;
import java.util.List;
import software.constructs.IConstruct;

/** A check of cdk-nag that does not apply to one resource, and why not. */
final class Suppressed {

    private Suppressed() {}

    /** Suppresses a rule for a resource and what it consists of. */
    static void rule(IConstruct resource, String id, String reason) {
        NagSuppressions.addResourceSuppressions(
                resource,
                List.of(NagPackSuppression.builder().id(id).reason(reason).build()),
                true);
    }

    /** Suppresses one finding of a rule, as {@code Resource::*}, and no other. */
    static void finding(IConstruct resource, String id, String finding, String reason) {
        NagSuppressions.addResourceSuppressions(
                resource,
                List.of(NagPackSuppression.builder()
                        .id(id)
                        .appliesTo(List.of(finding))
                        .reason(reason)
                        .build()),
                true);
    }

    /**
     * Allows a role patterns that are key prefixes of the bucket ({@code archive/*}), and no other: a statement on every
     * object, or on {@code *}, is still found.
     */
    static void prefixes(IConstruct role) {
        NagSuppressions.addResourceSuppressions(
                role,
                List.of(NagPackSuppression.builder()
                        .id("AwsSolutions-IAM5")
                        .appliesTo(List.of(RegexAppliesTo.builder()
                                .regex("/^Resource::.*\\/(archive|quarantine|batch|batch\\/days|aws\\/lambda)\\/\\*$/")
                                .build()))
                        .reason("Objects of one prefix of the one bucket; their names are made at run time.")
                        .build()),
                true);
    }
}
