package dev.tidemark.ingest.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidemark.ingest.door.KeylessPlaces.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gives way to whom among bodies without a key. */
class KeylessPlacesTest {

    private final KeylessPlaces places = new KeylessPlaces(2);
    private final List<String> gaveWay = new ArrayList<>();

    private Place take(String name) {
        return places.take(() -> gaveWay.add(name)).orElseThrow();
    }

    @Test
    void theOneThatHasBeenArrivingForLongestGivesWay() {
        take("a");
        take("b");
        assertThat(gaveWay).isEmpty();
        take("c");
        take("d");
        assertThat(gaveWay).containsExactly("a", "b");
        assertThat(places.taken()).isEqualTo(2);
    }

    @Test
    void whatIsWholeGivesWayToNobody() {
        take("a").arrived();
        take("b");
        take("c").arrived();
        assertThat(gaveWay).containsExactly("b");
        assertThat(places.take(() -> gaveWay.add("d"))).isEmpty();
        places.displaceOldest();
        assertThat(gaveWay).containsExactly("b");
    }

    /** The end of a body that gave way is told when its request ends, as of any other. */
    @Test
    void aPlaceIsGivenBackOnce() {
        Place a = take("a");
        take("b");
        take("c");
        a.leave();
        a.leave();
        assertThat(places.taken()).isEqualTo(2);
        places.displaceOldest();
        places.displaceOldest();
        places.displaceOldest();
        assertThat(gaveWay).containsExactly("a", "b", "c");
        assertThat(places.taken()).isZero();
    }
}
