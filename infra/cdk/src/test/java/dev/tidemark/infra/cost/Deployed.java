package dev.tidemark.infra.cost;

/**
 * What the templates of a stage say about quantities.
 *
 * @param onDemand whether the stream scales by itself; else it has {@code shards}
 * @param shards open shards; on demand, the least that there are
 * @param retentionHours of the stream
 * @param ingestGb memory of ingestion in GB, and so on for the others
 * @param windowGb of the window function
 * @param archiveGb of the archive function
 * @param tickGb of the tick
 * @param queryGb of queries
 * @param batchGb of the batch
 * @param batchScratchGb its {@code /tmp}, above what comes for free
 * @param windowBatchSeconds how long the window mapping waits for a batch to fill
 * @param windowBatchRecords the most records that a batch holds
 * @param archiveBatchSeconds how long the archive mapping waits
 * @param archiveBatchRecords the most records that its batch holds
 * @param nightsADay scheduled runs of the batch a day
 * @param alarmMetrics metrics that alarms look at
 * @param customMetrics metrics of the platform itself
 * @param dashboards number of dashboards
 * @param keys customer-managed keys
 */
public record Deployed(
        boolean onDemand,
        int shards,
        int retentionHours,
        double ingestGb,
        double windowGb,
        double archiveGb,
        double tickGb,
        double queryGb,
        double batchGb,
        double batchScratchGb,
        double windowBatchSeconds,
        int windowBatchRecords,
        double archiveBatchSeconds,
        int archiveBatchRecords,
        int nightsADay,
        int alarmMetrics,
        int customMetrics,
        int dashboards,
        int keys) {

    /** The same with another wait for the window mapping's batches. */
    public Deployed withWindowBatchSeconds(double seconds) {
        return new Deployed(
                onDemand,
                shards,
                retentionHours,
                ingestGb,
                windowGb,
                archiveGb,
                tickGb,
                queryGb,
                batchGb,
                batchScratchGb,
                seconds,
                windowBatchRecords,
                archiveBatchSeconds,
                archiveBatchRecords,
                nightsADay,
                alarmMetrics,
                customMetrics,
                dashboards,
                keys);
    }
}
