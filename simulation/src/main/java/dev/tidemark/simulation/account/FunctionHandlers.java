package dev.tidemark.simulation.account;

import dev.tidemark.platform.Table;
import dev.tidemark.window.ArchiveHandler;
import dev.tidemark.window.TickHandler;
import dev.tidemark.window.WindowHandler;
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
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/** The handlers of the window function's zip, composed as there, but that store calls go one after the other, in a fixed order. */
final class FunctionHandlers {

    private static final Executor ONE_BY_ONE = Runnable::run;

    private final StageClients clients;
    private final Clock clock;
    private final Versions versions;
    private final Journal journal;
    private final ShardSource shards;
    private final Lineage lineage;
    private final DynamoCells cells;
    private final Expiry expiry;

    FunctionHandlers(StageClients clients, SimulatedStage.Plan plan, Clock clock) {
        this.clients = clients;
        this.clock = clock;
        this.expiry = new Expiry(clock, Duration.ofDays(35), Duration.ofDays(400));
        this.versions = new Versions(plan.views(), new DynamoViewsJournal(clients.dynamo(), StageNames.of(Table.JOURNAL)));
        this.journal = new DynamoJournal(clients.dynamo(), StageNames.of(Table.JOURNAL), expiry);
        this.shards = new KinesisShards(clients.kinesis(), StageNames.STREAM);
        this.lineage = new Lineage(shards, journal, versions);
        this.cells = new DynamoCells(clients.dynamo(), StageNames.of(Table.CELLS), expiry);
    }

    WindowHandler window() {
        return new WindowHandler(processor(), closer());
    }

    ArchiveHandler archive() {
        return new ArchiveHandler(new Archiver(
                new S3Archive(clients.s3(), StageNames.BUCKET),
                new DynamoArchiveJournal(clients.dynamo(), StageNames.of(Table.JOURNAL))));
    }

    TickHandler tick() {
        ControlRecords controls = new ControlRecords(clients.kinesis(), StageNames.STREAM);
        return new TickHandler(new Tick(
                shards,
                lineage,
                journal,
                controls,
                new Changeover(versions, controls),
                closer(),
                versions.deployed().watermark(),
                false,
                clock));
    }

    private ShardProcessor processor() {
        return new ShardProcessor(
                versions,
                cells,
                new DynamoHalves(clients.dynamo(), StageNames.of(Table.JOINS), expiry),
                journal,
                new S3Quarantine(clients.s3(), StageNames.BUCKET),
                lineage::open,
                ONE_BY_ONE);
    }

    private Closer closer() {
        return new Closer(
                versions,
                journal,
                shards,
                new DynamoPublishing(clients.dynamo(), StageNames.of(Table.JOURNAL)),
                cells,
                new DynamoPanes(clients.dynamo(), StageNames.of(Table.WINDOWS), expiry),
                ONE_BY_ONE);
    }
}
