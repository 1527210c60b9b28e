package dev.tidemark.serving.windows;

import dev.tidemark.domain.event.IsoInstant;
import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.WindowSpec;
import dev.tidemark.domain.watermark.Watermarks;
import dev.tidemark.domain.window.Grid;
import dev.tidemark.domain.window.Window;
import dev.tidemark.platform.item.CorrectionIndexItem;
import dev.tidemark.platform.item.CorrectionItem;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.platform.item.PublishedWatermarkItem;
import dev.tidemark.serving.tables.TableReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** What the batch has published of a view: up to where, which days, and what it says differently. */
final class CorrectionReader {

    private static final long DAY_MILLIS = 86_400_000L;

    private final TableReader tables;

    CorrectionReader(TableReader tables) {
        this.tables = tables;
    }

    /** What answers about a view go by now. What is verified first: it was published before. */
    Standpoint standpoint(View view) {
        Optional<PublishedRunItem> run = tables.read(PublishedRunItem.key());
        long published = tables.read(PublishedWatermarkItem.key(view.time()))
                .map(PublishedWatermarkItem::watermarkMillis)
                .orElse(Watermarks.UNKNOWN);
        return new Standpoint(
                published,
                run.map(PublishedRunItem::run).orElse(""),
                run.map(item -> item.verifiedThrough().get(view.id())).orElse(Watermarks.UNKNOWN));
    }

    /** The UTC days, as {@code 2026-11-20}, that a run has in its books for a view; none without a run. */
    NavigableSet<String> days(View view, String run) {
        NavigableSet<String> days = new TreeSet<>();
        if (!run.isEmpty()) {
            tables.query(CorrectionIndexItem.of(run))
                    .filter(month -> month.viewId().equals(view.id()))
                    .forEach(month -> days.addAll(month.runs().keySet()));
        }
        return days;
    }

    /** Corrections as an answer goes through its frames. */
    CorrectionsInOrder reading(View view, Standpoint at) {
        return new CorrectionsInOrder(view, at);
    }

    /** All corrections of a view as a run has published them; reads every day in its books. */
    List<CorrectionItem> all(View view, Standpoint at) {
        List<CorrectionItem> all = new ArrayList<>();
        if (!at.run().isEmpty()) {
            tables.query(CorrectionIndexItem.of(at.run()))
                    .filter(month -> month.viewId().equals(view.id()))
                    .flatMap(month -> month.runs().entrySet().stream())
                    .forEach(day -> tables.query(CorrectionItem.of(view.id(), day.getKey(), day.getValue()))
                            .forEach(all::add));
        }
        return all;
    }

    /** The UTC day that a window or session with this end belongs to. */
    static String dayOf(long endMillis) {
        return IsoInstant.format(Math.floorDiv(endMillis - 1, DAY_MILLIS) * DAY_MILLIS)
                .substring(0, 10);
    }

    /**
     * The corrections of one run, read for ascending frames: those of a day from the first frame that is asked for, of two days at
     * once at most. Not thread-safe.
     */
    final class CorrectionsInOrder {

        private final View view;
        private final Standpoint at;
        private final Grid grid;
        private final long gapMillis;
        private final Map<String, Optional<CorrectionIndexItem>> months = new HashMap<>();
        private final Map<String, Map<Window, List<CorrectionItem>>> days = new HashMap<>();

        CorrectionsInOrder(View view, Standpoint at) {
            this.view = view;
            this.at = at;
            this.grid = Grid.of(view);
            this.gapMillis = view.window() instanceof WindowSpec.Session session
                    ? session.gap().toMillis()
                    : 0;
        }

        /** What the batch says differently of verified windows of a frame, or of sessions with their last event in it. */
        List<CorrectionItem> of(Window frame) {
            String first = dayOf(frame.startMillis() + gapMillis);
            String last = dayOf(frame.endMillis() + gapMillis);
            if (gapMillis == 0) {
                first = last;
            }
            if (!at.isVerified(frame.startMillis() + gapMillis)) {
                return List.of();
            }
            String earliest = first;
            days.keySet().removeIf(day -> day.compareTo(earliest) < 0);
            List<CorrectionItem> found = new ArrayList<>(day(first, frame).getOrDefault(frame, List.of()));
            if (!last.equals(first)) {
                found.addAll(day(last, frame).getOrDefault(frame, List.of()));
            }
            found.removeIf(item -> !at.isVerified(item.window().endMillis()));
            return found;
        }

        /**
         * Whether a window or session with this end is verified: the run has verified the view up to there, and has the day in its
         * books. Before the first of these days the batch has nothing to say.
         */
        boolean isVerified(long endMillis) {
            return at.isVerified(endMillis) && runOf(dayOf(endMillis)).isPresent();
        }

        private Map<Window, List<CorrectionItem>> day(String day, Window from) {
            Map<Window, List<CorrectionItem>> known = days.get(day);
            if (known == null) {
                known = new HashMap<>();
                Optional<String> run = runOf(day);
                if (run.isPresent()) {
                    // Corrections of sessions are sorted by start, so the end of a session bounds no range of keys.
                    var range = gapMillis == 0
                            ? CorrectionItem.from(view.id(), day, run.get(), from.startMillis())
                            : CorrectionItem.of(view.id(), day, run.get());
                    for (CorrectionItem item : (Iterable<CorrectionItem>) tables.query(range)::iterator) {
                        known.computeIfAbsent(frameOf(item), any -> new ArrayList<>())
                                .add(item);
                    }
                }
                days.put(day, known);
            }
            return known;
        }

        /** The frame that a correction is asked for with. */
        Window frameOf(CorrectionItem item) {
            if (gapMillis == 0) {
                return new Window(item.window().startMillis(), item.window().endMillis());
            }
            long bucket = grid.sliceStart(item.window().endMillis() - gapMillis);
            return new Window(bucket, grid.sliceEnd(bucket));
        }

        /** Whose corrections hold for a day. */
        private Optional<String> runOf(String day) {
            if (at.run().isEmpty()) {
                return Optional.empty();
            }
            return months.computeIfAbsent(
                            day.substring(0, 7),
                            month -> tables.read(CorrectionIndexItem.key(at.run(), view.id(), month)))
                    .map(index -> index.runs().get(day));
        }
    }
}
