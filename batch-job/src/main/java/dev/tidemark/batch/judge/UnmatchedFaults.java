package dev.tidemark.batch.judge;

import dev.tidemark.batch.cut.Cut;
import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.fault.NightFault;
import dev.tidemark.batch.sql.Database;
import dev.tidemark.batch.sql.Sql;
import dev.tidemark.domain.view.View;
import dev.tidemark.platform.item.UnmatchedHalves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names views that count pairs, whose heads count other lonely halves than there are. */
final class UnmatchedFaults {

    private UnmatchedFaults() {}

    /** Views of which the heads count other lonely halves than the decisions give, where every head stands at the cut. */
    static List<NightFault> of(
            Database database, List<View> views, Cut cut, Function<@Nullable String, NightFault.Side> sides) {
        List<NightFault> faults = new ArrayList<>();
        if (!cut.shards().stream().allMatch(ShardCut::atHead)) {
            return faults;
        }
        for (View view : views.stream().filter(view -> view.join() != null).toList()) {
            UnmatchedHalves counted = cut.unmatched().getOrDefault(view.id(), UnmatchedHalves.NONE);
            database.rows("join.unmatched", Map.of("viewId", Sql.text(view.id())), row -> {
                boolean left = row.getBoolean("is_left");
                long least = row.getLong("least");
                long most = row.getLong("most");
                long heads = left ? counted.left() : counted.right();
                if (heads < least || heads > most) {
                    faults.add(new NightFault(
                            NightFault.FaultKind.UNMATCHED,
                            sides.apply(null),
                            view.id(),
                            null,
                            null,
                            null,
                            null,
                            "unmatched " + (left ? "left" : "right") + " halves of view " + view.id()
                                    + " in the heads of all shards",
                            "the heads count " + heads + "; the decisions give "
                                    + (least == most ? String.valueOf(least) : least + " to " + most)));
                }
                return row;
            });
        }
        return faults;
    }
}
