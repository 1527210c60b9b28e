package dev.tidemark.local.verify;

import dev.tidemark.domain.view.Views;
import dev.tidemark.serving.tables.TableReader;
import dev.tidemark.serving.windows.WindowReader;
import java.net.URI;
import java.time.LocalDate;
import java.util.Optional;

/** A stage that runs, in an account or on this machine. */
public interface VerifiedStage {

    /** What it is called: {@code dev}. */
    String name();

    /** Where it is posted to. */
    URI ingest();

    /** A key that it accepts. */
    String apiKey();

    /** The views in force. */
    Views views();

    /** Its windows. */
    WindowReader windows();

    /** Its tables. */
    TableReader tables();

    /** The text of an object in its bucket; empty where there is none. */
    Optional<String> object(String key);

    /** Does the night's work over what has come, and over this day. */
    NightAnswer night(LocalDate day) throws InterruptedException;

    /** The states of its alarms. */
    AlarmStates alarms();

    /** How long what was posted stays where, in a sentence. */
    String whatStays();
}
