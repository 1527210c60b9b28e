package dev.tidemark.platform.item;

/**
 * How much a shard, or a step of it, has taken in.
 *
 * @param records all, of every kind
 * @param events in all records, duplicates included
 * @param duplicates among the events
 * @param controls control records
 * @param quarantined records that could not be processed
 */
public record ShardCounts(long records, long events, long duplicates, long controls, long quarantined) {

    private static final String EVENTS = "events";
    private static final String DUPLICATES = "duplicates";
    private static final String CONTROLS = "controls";
    private static final String QUARANTINED = "quarantined";

    /** Also of archive objects. */
    static final String RECORDS = "records";

    static ShardCounts read(AttributeReader item) {
        return new ShardCounts(
                item.number(RECORDS),
                item.number(EVENTS),
                item.number(DUPLICATES),
                item.number(CONTROLS),
                item.number(QUARANTINED));
    }

    AttributeWriter write(AttributeWriter item) {
        return item.number(RECORDS, records)
                .number(EVENTS, events)
                .number(DUPLICATES, duplicates)
                .number(CONTROLS, controls)
                .number(QUARANTINED, quarantined);
    }
}
