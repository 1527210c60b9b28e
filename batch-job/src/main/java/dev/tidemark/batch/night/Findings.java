package dev.tidemark.batch.night;

import dev.tidemark.batch.archive.Cut;
import dev.tidemark.batch.archive.Staging;
import dev.tidemark.batch.fault.Fault;
import dev.tidemark.batch.reconcile.Limits;
import dev.tidemark.batch.report.Figures;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;

/**
 * What the computing part of a run hands to its telling part; the rest stands in tables.
 *
 * @param cut that was read
 * @param limits that was compared up to
 * @param staged what reading found
 * @param faults all that were named
 * @param days that were computed
 * @param expired days of which the stream has already forgotten something
 * @param figures of each day
 * @param records what reads the records of all runs in a statement
 * @param engine name and version
 */
record Findings(
        Cut cut,
        Limits limits,
        Staging.Staged staged,
        List<Fault> faults,
        NavigableSet<Long> days,
        Set<Long> expired,
        Figures figures,
        String records,
        String engine) {}
