package dev.tidemark.domain.view;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the {@code window} of a view. */
final class WindowParser {

    private WindowParser() {}

    static WindowSpec parse(YamlMapping view) throws ViewsException {
        YamlMapping window = view.mapping("window", view.require("window"));
        WindowSpec spec;
        if (window.has("fixed")) {
            Duration size = window.requireDuration("fixed");
            Duration offset = window.durationOr("offset", Duration.ZERO);
            window.end("fixed, offset");
            spec = window.checked(() -> new WindowSpec.Fixed(size, offset));
        } else if (window.has("sliding")) {
            Duration size = window.requireDuration("sliding");
            Duration every = window.requireDuration("every");
            Duration offset = window.durationOr("offset", Duration.ZERO);
            window.end("sliding, every, offset");
            spec = window.checked(() -> new WindowSpec.Sliding(size, every, offset));
        } else if (window.has("session")) {
            Duration gap = window.requireDuration("session");
            WindowSpec.Boundary boundary = constant(window, "boundary", WindowSpec.Boundary.EXCLUSIVE);
            window.end("session, boundary");
            spec = window.checked(() -> new WindowSpec.Session(gap, boundary));
        } else if (window.has("calendar")) {
            WindowSpec.Unit unit = constant(window, "calendar", WindowSpec.Unit.DAY);
            DayOfWeek weekStart = constant(window, "weekStart", DayOfWeek.MONDAY);
            ZoneId zone = zone(window);
            window.end("calendar, weekStart, zone");
            spec = new WindowSpec.Calendar(unit, weekStart, zone);
        } else {
            throw window.error("window has none of fixed, sliding, session, calendar");
        }
        return spec;
    }

    private static <E extends Enum<E>> E constant(YamlMapping window, String field, E otherwise) throws ViewsException {
        Node node = window.take(field);
        if (node == null) {
            return otherwise;
        }
        String name = window.text(node, field);
        E[] constants = otherwise.getDeclaringClass().getEnumConstants();
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(name)) {
                return constant;
            }
        }
        throw window.error(
                node,
                field + " is one of " + Arrays.toString(constants).toLowerCase(Locale.ROOT) + ", not '" + name + "'");
    }

    private static ZoneId zone(YamlMapping window) throws ViewsException {
        Node node = window.require("zone");
        String name = window.text(node, "zone");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw window.error(node, "zone is no time zone such as Asia/Seoul: '" + name + "'");
        }
    }
}
