package dev.tidemark.window.store;

import dev.tidemark.domain.fold.JoinSide;
import dev.tidemark.domain.fold.Unmatched;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Counts of unmatched halves as an attribute of a head: view id to {@code {left, right}}. */
final class UnmatchedItem {

    private UnmatchedItem() {}

    static AttributeValue write(Map<String, Unmatched> unmatched) {
        Map<String, AttributeValue> byView = new HashMap<>();
        unmatched.forEach((view, counts) -> byView.put(
                view,
                AttributeValue.fromM(Map.of(
                        JoinSide.LEFT.wireName(), Attributes.number(counts.left()),
                        JoinSide.RIGHT.wireName(), Attributes.number(counts.right())))));
        return AttributeValue.fromM(byView);
    }

    static Map<String, Unmatched> read(@Nullable AttributeValue attribute) {
        Map<String, Unmatched> unmatched = new HashMap<>();
        if (attribute != null) {
            attribute
                    .m()
                    .forEach((view, counts) -> unmatched.put(
                            view,
                            new Unmatched(
                                    Attributes.number(counts.m(), JoinSide.LEFT.wireName()),
                                    Attributes.number(counts.m(), JoinSide.RIGHT.wireName()))));
        }
        return unmatched;
    }
}
