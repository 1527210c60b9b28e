package dev.tidemark.window;

import dev.tidemark.window.close.Closer;
import dev.tidemark.window.close.Closing;
import dev.tidemark.window.exactlyonce.Journal;
import dev.tidemark.window.exactlyonce.ShardProcessor;
import dev.tidemark.window.shards.KinesisShards;
import dev.tidemark.window.shards.Lineage;
import dev.tidemark.window.shards.ShardSource;
import dev.tidemark.window.store.S3Quarantine;
import dev.tidemark.window.store.TableCells;
import dev.tidemark.window.store.TableFormat;
import dev.tidemark.window.store.TableHalves;
import dev.tidemark.window.store.TableJournal;
import dev.tidemark.window.store.TablePanes;
import dev.tidemark.window.store.TablePublishing;
import dev.tidemark.window.store.TableViewsJournal;
import dev.tidemark.window.store.Tables;
import dev.tidemark.window.tick.Changeover;
import dev.tidemark.window.tick.ControlRecords;
import dev.tidemark.window.tick.Tick;
import dev.tidemark.window.versions.Versions;

/** What the window function and the tick have in common, and what each of them makes of it. */
record StreamParts(
        FunctionServices services,
        Tables tables,
        TableFormat format,
        Versions versions,
        Journal journal,
        ShardSource shards,
        Lineage lineage,
        Closing closing) {

    static StreamParts of(FunctionServices services) {
        return of(services, services.tables());
    }

    static StreamParts of(FunctionServices services, Tables tables) {
        Versions versions = new Versions(services.settings().views(), new TableViewsJournal(tables));
        Journal journal = new TableJournal(tables);
        ShardSource shards = new KinesisShards(services.kinesis(), services.settings().stream());
        Closer closer = new Closer(
                versions,
                journal,
                shards,
                new TablePublishing(tables),
                new TableCells(tables),
                new TablePanes(tables),
                services.executor());
        return new StreamParts(
                services,
                tables,
                new TableFormat(tables),
                versions,
                journal,
                shards,
                new Lineage(shards, journal, versions),
                new Closing(closer));
    }

    ShardProcessor processor() {
        return new ShardProcessor(
                versions,
                new TableCells(tables),
                new TableHalves(tables),
                journal,
                new S3Quarantine(services.s3(), services.settings().bucket()),
                lineage::open,
                services.executor());
    }

    Tick tick() {
        ControlRecords controls = new ControlRecords(services.kinesis(), services.settings().stream());
        return new Tick(
                shards,
                lineage,
                journal,
                controls,
                new Changeover(versions, controls),
                closing,
                versions.deployed().watermark(),
                services.settings().recordedTime(),
                services.clock());
    }
}
