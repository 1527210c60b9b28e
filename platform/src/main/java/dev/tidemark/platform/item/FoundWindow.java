package dev.tidemark.platform.item;

import dev.tidemark.platform.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WindowItem} as it was found: it may have the fields of a pane, of a session's pane and of a withdrawal at once.
 *
 * @param viewId of the view, {@code <name>@<version>}
 * @param window in its key; of a session view the bucket of time that holds the session's last event
 * @param at mark, early coordinate and key
 * @param timing or null
 * @param index any number, or null
 * @param total of everything up to the mark
 * @param delta of this mark alone; {@link FoundMeasures#NONE} where it is missing
 * @param approximations by result name
 * @param sessionStartMillis of a session, or null
 * @param sessionEndMillis of a session, or null
 * @param retracts the sessions that it withdraws, as they are written there
 * @param isWithdrawal whether it says that a session is withdrawn
 * @param into the session that withdraws it, as it is written there, or null
 */
public record FoundWindow(
        String viewId,
        Interval window,
        MarkKey at,
        @Nullable String timing,
        @Nullable BigDecimal index,
        FoundMeasures total,
        FoundMeasures delta,
        Map<String, FoundApproximation> approximations,
        @Nullable Long sessionStartMillis,
        @Nullable Long sessionEndMillis,
        List<String> retracts,
        boolean isWithdrawal,
        @Nullable String into) {

    /** Reads what is published of windows as it is found. */
    public static final FoundItems<FoundWindow> ITEMS = new FoundItems<>(Table.WINDOWS, FoundWindow::read);

    public FoundWindow {
        approximations = Map.copyOf(approximations);
        retracts = List.copyOf(retracts);
    }

    private static FoundWindow read(AttributeReader item) {
        WindowItem.WindowKey key = WindowItem.WindowKey.of(item);
        return new FoundWindow(
                key.viewId(),
                key.window(),
                key.at(),
                item.foundText(PaneItem.TIMING),
                item.foundNumber(PaneItem.INDEX),
                FoundMeasures.read(item),
                item.foundMap(PaneItem.DELTA, FoundMeasures::read, FoundMeasures.NONE),
                item.mapOfMaps(ApproximationAttributes.APPROX, FoundApproximation::read),
                item.foundInstant(SessionPaneItem.START),
                item.foundInstant(SessionPaneItem.END),
                item.foundTexts(SessionPaneItem.RETRACTS),
                WithdrawalItem.is(item),
                item.foundText(WithdrawalItem.INTO));
    }
}
