package dev.tidemark.simulation.timeline;

import java.util.function.Supplier;

/**
 * The way of a call to a service and back. In a simulation time passes on it, other strands have their turn, and the call
 * may fail, or its caller die; a test of a service alone goes straight through.
 */
public interface Gate {

    /** No time, no faults. */
    Gate STRAIGHT = new Gate() {
        @Override
        public <T> T call(String service, String operation, Supplier<T> deed) {
            return deed.get();
        }
    };

    /**
     * Makes a call.
     *
     * @param service whom it goes to: {@code dynamodb}, {@code kinesis} or {@code s3}
     * @param operation the API's name of it
     * @param deed what the service does, in no time
     * @return its answer
     */
    <T> T call(String service, String operation, Supplier<T> deed);
}
