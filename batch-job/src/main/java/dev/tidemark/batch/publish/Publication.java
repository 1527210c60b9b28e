package dev.tidemark.batch.publish;

import dev.tidemark.batch.state.Published;
import java.util.Optional;

/**
 * What publishing a run came to. There is one switch, so a run is published whole or not at all; where the answer to the
 * switch was lost and cannot be asked for, it is {@link Unknown}, and the next run finds out.
 */
public sealed interface Publication {

    /** In one sentence, for a person. */
    String sentence();

    /** What is published now, as far as this run knows. */
    Optional<Published> now();

    /** Whether a run that was to be published may not be. */
    default boolean failed() {
        return this instanceof PublicationOvertaken || this instanceof PublicationFailed || this instanceof Unknown;
    }

    /**
     * This run is the published one.
     *
     * @param files of the report
     * @param corrections written
     */
    record Switched(Published published, long files, long corrections) implements Publication {
        @Override
        public String sentence() {
            return "Published run " + published.run() + ": " + files + " files, " + corrections + " corrections"
                    + (published.verifiedThrough().isEmpty() ? "" : "; verified through: " + published.through()) + ".";
        }

        @Override
        public Optional<Published> now() {
            return Optional.of(published);
        }
    }

    /** Another run was published since this one began, so what this one computed stands on what is no longer there. */
    record PublicationOvertaken(Optional<Published> now) implements Publication {
        @Override
        public String sentence() {
            return "Nothing was published: another run"
                    + now.map(other -> ", " + other.run() + ",").orElse("") + " was published while this one computed.";
        }
    }

    /** A store failed before the switch: what was published is as it was. */
    record PublicationFailed(Optional<Published> now, String reason) implements Publication {
        @Override
        public String sentence() {
            return "Nothing was published: " + reason;
        }
    }

    /** A store failed at the switch: what is published is as it was, or this run. */
    record Unknown(Optional<Published> now, String reason) implements Publication {
        @Override
        public String sentence() {
            return "Whether this run was published is not known, the next one will find out: " + reason;
        }
    }

    /** The archive is not what its journal says, so nothing that was computed from it may take the place of what is there. */
    record Withheld(Optional<Published> now) implements Publication {
        @Override
        public String sentence() {
            return "Nothing was published: the archive is not what its journal says.";
        }
    }

    /** There was no day to compute. */
    record NothingToDo(Optional<Published> now) implements Publication {
        @Override
        public String sentence() {
            return "Nothing new has arrived since the last run, and no day was asked for.";
        }
    }
}
