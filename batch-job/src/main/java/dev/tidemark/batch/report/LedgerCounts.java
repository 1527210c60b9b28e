package dev.tidemark.batch.report;

/**
 * The ledger of a view: events, added up over its windows and keys.
 *
 * @param streamOnTime in on-time panes
 * @param streamFinal in final panes
 * @param batch by the batch
 * @param lateBeyond came after the final mark
 * @param duplicate that repeated occurrences added to final panes
 * @param quarantined set aside
 * @param skipped given up
 * @param open whose panes had not fired at the cut
 * @param unexplained what remains
 */
public record LedgerCounts(
        long streamOnTime,
        long streamFinal,
        long batch,
        long lateBeyond,
        long duplicate,
        long quarantined,
        long skipped,
        long open,
        long unexplained) {

    /** Of no event. */
    static final LedgerCounts NONE = new LedgerCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    LedgerCounts plus(LedgerCounts other) {
        return new LedgerCounts(
                streamOnTime + other.streamOnTime,
                streamFinal + other.streamFinal,
                batch + other.batch,
                lateBeyond + other.lateBeyond,
                duplicate + other.duplicate,
                quarantined + other.quarantined,
                skipped + other.skipped,
                open + other.open,
                unexplained + other.unexplained);
    }
}
