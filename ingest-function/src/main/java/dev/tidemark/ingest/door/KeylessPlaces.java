package dev.tidemark.ingest.door;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Places of bodies whose requests have shown no key, so many at most. Where none is free, the body that has been arriving for
 * longest gives its own: strangers who drip keep nobody out but each other. One that is whole gives way to nobody; it is soon
 * read. Thread-safe.
 */
final class KeylessPlaces {

    private final int most;

    /** Those whose bodies are still to come, in the order in which they began. */
    private final Set<Place> arriving = new LinkedHashSet<>();

    private int taken;

    /** @param most that may be taken at once */
    KeylessPlaces(int most) {
        this.most = most;
    }

    /**
     * Takes a place.
     *
     * @param giveWay called by any thread when another body needs the place; what it does comes to its end elsewhere
     * @return empty if all are taken by bodies that are whole
     */
    Optional<Place> take(Runnable giveWay) {
        Place place = new Place(giveWay);
        Optional<Place> displaced = Optional.empty();
        synchronized (this) {
            if (taken >= most) {
                displaced = leaveOldest();
                if (displaced.isEmpty()) {
                    return displaced;
                }
            }
            taken++;
            arriving.add(place);
        }
        displaced.ifPresent(oldest -> oldest.giveWay.run());
        return Optional.of(place);
    }

    /** Lets the body that has been arriving for longest give way, if there is one. */
    void displaceOldest() {
        leaveOldest().ifPresent(oldest -> oldest.giveWay.run());
    }

    private synchronized Optional<Place> leaveOldest() {
        Optional<Place> oldest = arriving.stream().findFirst();
        oldest.ifPresent(Place::leave);
        return oldest;
    }

    /** How many are taken. */
    synchronized int taken() {
        return taken;
    }

    /** One that is taken, until it is left. */
    final class Place {

        private final Runnable giveWay;
        private boolean left;

        private Place(Runnable giveWay) {
            this.giveWay = giveWay;
        }

        /** The body is whole. */
        void arrived() {
            synchronized (KeylessPlaces.this) {
                arriving.remove(this);
            }
        }

        /** Gives the place back; a second time nothing happens. */
        void leave() {
            synchronized (KeylessPlaces.this) {
                if (!left) {
                    left = true;
                    arriving.remove(this);
                    taken--;
                }
            }
        }
    }
}
