package dev.tidemark.domain.fold;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One join view in a fold in the making: on top of what waits in the shard, which it leaves as it is. */
final class JoinRun {

    private final WaitingHalves before;
    private final WaitingHalves here;
    private final List<Half> halves = new ArrayList<>();
    private final Set<Half> matched = new HashSet<>();

    JoinRun(WaitingHalves before) {
        this.before = before;
        this.here = new WaitingHalves(before.withinMillis());
    }

    /** Takes the next half; answers those that it makes a pair with. */
    List<Half> take(Half half) {
        List<Half> partners = new ArrayList<>(before.partnersOf(half));
        partners.addAll(here.partnersOf(half));
        if (!partners.isEmpty()) {
            matched.addAll(partners);
            matched.add(half);
        }
        here.add(half);
        halves.add(half);
        return partners;
    }

    /** What it changes when the step ends at this event watermark. */
    JoinDelta delta(long watermarkMillis) {
        Unmatched unmatched = before.unmatchedAt(watermarkMillis, matched::contains)
                .plus(here.unmatchedAt(watermarkMillis, matched::contains));
        return new JoinDelta(before.withinMillis(), halves, matched, unmatched);
    }
}
