package dev.tidemark.domain.view;

import dev.tidemark.domain.event.LoggedEvent;
import java.util.List;

/**
 * Which events a view counts: all terms must hold, and a term holds when the field's text equals one of its values. The
 * empty filter holds for every event.
 */
public record Filter(List<Term> terms) {

    /** One field and the texts that it may have. */
    public record Term(Field field, List<String> values) {
        public Term {
            values = List.copyOf(values);
        }
    }

    public Filter {
        terms = List.copyOf(terms);
    }

    /** Whether the event passes. */
    public boolean matches(String deviceId, LoggedEvent event) {
        for (Term term : terms) {
            String text = term.field().of(deviceId, event);
            if (text == null || !term.values().contains(text)) {
                return false;
            }
        }
        return true;
    }
}
