package dev.tidemark.infra.stack;

import dev.tidemark.platform.Keeping;
import dev.tidemark.platform.ObjectKeys;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/**
 * The bucket of the archive, of quarantined and skipped records, and of the batch's output; and the one that its access
 * logs go to. The archive is the master dataset: versioned, moved to colder storage, and in a stage that keeps its data
 * never expired.
 */
final class ArchiveBucket extends Construct {

    private final Bucket bucket;

    ArchiveBucket(Construct scope, StageSettings settings, IKey key) {
        super(scope, "Archive");
        Bucket accessLogs = guarded(Bucket.Builder.create(this, "AccessLogs"), settings)
                .encryption(BucketEncryption.S3_MANAGED)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .id("expire")
                        .expiration(Duration.days(settings.logDays()))
                        .noncurrentVersionExpiration(Duration.days(1))
                        .build()))
                .build();
        Suppressed.rule(
                accessLogs, "AwsSolutions-S1", "This bucket receives the access logs; its own would never end.");
        bucket = guarded(Bucket.Builder.create(this, "Bucket"), settings)
                .encryption(BucketEncryption.KMS)
                .encryptionKey(key)
                .bucketKeyEnabled(true)
                .serverAccessLogsBucket(accessLogs)
                .serverAccessLogsPrefix("archive/")
                .lifecycleRules(rules(settings))
                .build();
    }

    /** What holds for every bucket of the platform. */
    private static Bucket.Builder guarded(Bucket.Builder builder, StageSettings settings) {
        return builder.blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .versioned(true)
                .removalPolicy(DataStack.removal(settings))
                .autoDeleteObjects(!settings.keepsData());
    }

    private static List<LifecycleRule> rules(StageSettings settings) {
        List<LifecycleRule> rules = new ArrayList<>();
        if (settings.keepsData()) {
            rules.add(LifecycleRule.builder()
                    .id("archive-cools")
                    .prefix(ObjectKeys.ARCHIVE)
                    .transitions(List.of(
                            after(StorageClass.INFREQUENT_ACCESS, 90),
                            after(StorageClass.GLACIER_INSTANT_RETRIEVAL, 180)))
                    .build());
        }
        Keeping.of(settings.keepsData()).objectRules().forEach(rule -> rules.add(expiring(rule)));
        rules.add(unfinishedUploads());
        return rules;
    }

    private static LifecycleRule expiring(Keeping.ObjectRule rule) {
        LifecycleRule.Builder builder = LifecycleRule.builder()
                .id(rule.id())
                .noncurrentVersionExpiration(
                        Duration.days(rule.oldVersionsExpireAfter().toDays()));
        if (!rule.prefix().isEmpty()) {
            builder.prefix(rule.prefix());
        }
        rule.expireAfter().ifPresent(after -> builder.expiration(Duration.days(after.toDays())));
        return builder.build();
    }

    private static LifecycleRule unfinishedUploads() {
        return LifecycleRule.builder()
                .id("unfinished-uploads")
                .abortIncompleteMultipartUploadAfter(Duration.days(7))
                .build();
    }

    private static Transition after(StorageClass storageClass, int days) {
        return Transition.builder()
                .storageClass(storageClass)
                .transitionAfter(Duration.days(days))
                .build();
    }

    Bucket bucket() {
        return bucket;
    }

    String arn() {
        return bucket.getBucketArn();
    }

    /** The ARN of every object below a prefix. */
    String objects(String prefix) {
        return bucket.arnForObjects(prefix + "*");
    }
}
