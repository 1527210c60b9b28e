package dev.tidemark.window;

import dev.tidemark.platform.Table;
import dev.tidemark.window.archive.Archiver;
import dev.tidemark.window.close.Closer;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.exactlyonce.ShardProcessor;
import dev.tidemark.window.shards.KinesisShards;
import dev.tidemark.window.shards.Lineage;
import dev.tidemark.window.shards.ShardSource;
import dev.tidemark.window.store.DynamoArchiveJournal;
import dev.tidemark.window.store.DynamoCells;
import dev.tidemark.window.store.DynamoHalves;
import dev.tidemark.window.store.DynamoJournal;
import dev.tidemark.window.store.DynamoPanes;
import dev.tidemark.window.store.DynamoPublishing;
import dev.tidemark.window.store.DynamoViewsJournal;
import dev.tidemark.window.store.Expiry;
import dev.tidemark.window.store.S3Archive;
import dev.tidemark.window.store.S3Quarantine;
import dev.tidemark.window.tick.Changeover;
import dev.tidemark.window.tick.ControlRecords;
import dev.tidemark.window.tick.Tick;
import dev.tidemark.window.versions.Versions;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/** Makes what the handlers need, each once an instance. */
@ApplicationScoped
class Wiring {

    /** Store calls under way at once, an instance. */
    private static final int CONCURRENCY = 16;

    /** Longer than the longest retention of the stream that this platform is deployed with. */
    private static final Duration WORKING_ITEMS_FOR = Duration.ofDays(35);

    private static final Duration PANES_FOR = Duration.ofDays(400);

    @Produces
    @Singleton
    Settings settings() {
        return new Settings(System::getenv);
    }

    @Produces
    @Singleton
    Versions versions(Settings settings, DynamoDbClient dynamo) {
        return new Versions(settings.views(), new DynamoViewsJournal(dynamo, settings.table(Table.JOURNAL)));
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    DynamoDbClient dynamo() {
        return Clients.dynamo(CONCURRENCY);
    }

    @Produces
    @Singleton
    KinesisClient kinesis() {
        return Clients.kinesis();
    }

    @Produces
    @Singleton
    S3Client s3() {
        return Clients.s3();
    }

    @Produces
    @Singleton
    @Identifier("store")
    ExecutorService executor() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newFixedThreadPool(CONCURRENCY, work -> {
            Thread thread = new Thread(work, "store-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Produces
    @Singleton
    Expiry expiry(Clock clock) {
        return new Expiry(clock, WORKING_ITEMS_FOR, PANES_FOR);
    }

    @Produces
    @Singleton
    Journal journal(DynamoDbClient dynamo, Settings settings, Expiry expiry) {
        return new DynamoJournal(dynamo, settings.table(Table.JOURNAL), expiry);
    }

    @Produces
    @Singleton
    ShardSource shards(KinesisClient kinesis, Settings settings) {
        return new KinesisShards(kinesis, settings.stream());
    }

    @Produces
    @Singleton
    Lineage lineage(ShardSource shards, Journal journal, Versions versions) {
        return new Lineage(shards, journal, versions);
    }

    @Produces
    @Singleton
    DynamoCells cells(DynamoDbClient dynamo, Settings settings, Expiry expiry) {
        return new DynamoCells(dynamo, settings.table(Table.CELLS), expiry);
    }

    @Produces
    @Singleton
    ShardProcessor processor(
            Versions versions,
            DynamoDbClient dynamo,
            DynamoCells cells,
            Journal journal,
            Lineage lineage,
            S3Client s3,
            Settings settings,
            Expiry expiry,
            @Identifier("store") ExecutorService executor) {
        return new ShardProcessor(
                versions,
                cells,
                new DynamoHalves(dynamo, settings.table(Table.JOINS), expiry),
                journal,
                new S3Quarantine(s3, settings.bucket()),
                lineage::open,
                executor);
    }

    @Produces
    @Singleton
    Closer closer(
            Versions versions,
            Journal journal,
            ShardSource shards,
            DynamoDbClient dynamo,
            DynamoCells cells,
            Settings settings,
            Expiry expiry,
            @Identifier("store") ExecutorService executor) {
        return new Closer(
                versions,
                journal,
                shards,
                new DynamoPublishing(dynamo, settings.table(Table.JOURNAL)),
                cells,
                new DynamoPanes(dynamo, settings.table(Table.WINDOWS), expiry),
                executor);
    }

    @Produces
    @Singleton
    Archiver archiver(S3Client s3, DynamoDbClient dynamo, Settings settings) {
        return new Archiver(
                new S3Archive(s3, settings.bucket()), new DynamoArchiveJournal(dynamo, settings.table(Table.JOURNAL)));
    }

    @Produces
    @Singleton
    Tick tick(
            ShardSource shards,
            Lineage lineage,
            Journal journal,
            KinesisClient kinesis,
            Closer closer,
            Versions versions,
            Settings settings,
            Clock clock) {
        ControlRecords controls = new ControlRecords(kinesis, settings.stream());
        return new Tick(
                shards,
                lineage,
                journal,
                controls,
                new Changeover(versions, controls),
                closer,
                versions.deployed().watermark(),
                settings.recordedTime(),
                clock);
    }
}
