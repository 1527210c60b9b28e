package dev.tidemark.infra.cost;

import static dev.tidemark.infra.cost.Load.GB;

/**
 * What a million questions for the last hour of a view of one-minute windows cost, under the load of the other tables. Constants in
 * capitals are what no template says.
 */
public final class QueryCost {

    static final String QUERIES = "Queries";

    static final int HOUR_OF_WINDOWS = 60;

    /** The most that a page has. */
    private static final int ROWS_A_PAGE = 1_000;

    /** An hour of windows lies in two stretches of 64. */
    private static final int BLOCKS = 2;

    private static final int WINDOWS_A_BLOCK = 64;

    /** Windows that late events can still change, each with a slice whose cells are read, shard by shard. */
    private static final int OPEN_SLICES = 12;

    /** Published run and watermark, two months of the index, corrections of two days, heads, and what is due of each shard. */
    private static final int STANDPOINT_READS = 6;

    private static final double ANSWER_BYTES_A_ROW = 330;
    private static final double ACCESS_LOG_BYTES = 250;
    private static final double UNIT_BYTES = 4_096;
    private static final double PANE_BYTES = 350;
    private static final double PAGE_SECONDS = 0.1;
    private static final double MILLION = 1e6;

    private QueryCost() {}

    /**
     * The bill of a million such questions.
     *
     * @param rows in all pages of an answer
     * @param keys whose panes are read: one, or all of the view
     */
    public static Bill of(Prices prices, Deployed deployed, int rows, int keys) {
        Bill bill = new Bill(prices);
        double pages = Math.ceil((double) rows / ROWS_A_PAGE);
        bill.add(QUERIES, "HTTP API requests", "api.request", pages * MILLION);
        bill.add(QUERIES, "Lambda", "lambda.request", pages * MILLION);
        bill.add(QUERIES, "Lambda", "lambda.gb-second", pages * MILLION * PAGE_SECONDS * deployed.queryGb());
        bill.add(QUERIES, "reads", "dynamodb.read-unit", readUnits(deployed, pages, rows, keys) * MILLION);
        bill.add(QUERIES, "access logs", "logs.infrequent-gb", pages * MILLION * ACCESS_LOG_BYTES / GB);
        bill.add(QUERIES, "answers to the internet", "transfer.out-gb", rows * MILLION * ANSWER_BYTES_A_ROW / GB);
        return bill;
    }

    /** One key's panes lie together; of all keys a page reads the block that it goes on in to its end. */
    static double readUnits(Deployed deployed, double pages, int rows, int keys) {
        double panes = keys == 1
                ? BLOCKS * Math.ceil(rows * PANE_BYTES / BLOCKS / UNIT_BYTES)
                : (pages + 1) * Math.ceil(WINDOWS_A_BLOCK * keys * PANE_BYTES / UNIT_BYTES);
        double standpoint = STANDPOINT_READS + deployed.shards();
        return panes + pages * standpoint + OPEN_SLICES * deployed.shards();
    }
}
