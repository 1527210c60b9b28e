package dev.tidemark.serving.windows;

import dev.tidemark.domain.watermark.Watermarks;
import java.util.Iterator;
import java.util.Optional;

/** One page of an answer, taken value by value as far as the caller likes. */
public final class WindowPage implements Iterator<WindowValue> {

    private final WindowQuestion question;
    private final long begunMillis;
    private final Standpoint at;
    private final long keptFromMillis;
    private final WindowWalk walk;
    private boolean told;

    WindowPage(
            WindowQuestion question,
            long begunMillis,
            Standpoint at,
            long keptFromMillis,
            boolean told,
            WindowWalk walk) {
        this.question = question;
        this.begunMillis = begunMillis;
        this.at = at;
        this.keptFromMillis = keptFromMillis;
        this.told = told;
        this.walk = walk;
    }

    /** What opening a page comes to. */
    public sealed interface Opened permits Open, NoCursor, OldCursor {}

    /** It is open. */
    public record Open(WindowPage page) implements Opened {}

    /** The cursor is none, or belongs to another question. */
    public record NoCursor() implements Opened {}

    /** The cursor is so old that what it goes by may be gone. */
    public record OldCursor() implements Opened {}

    @Override
    public boolean hasNext() {
        return walk.hasNext();
    }

    @Override
    public WindowValue next() {
        WindowValue value = walk.next();
        told = true;
        return value;
    }

    /** What the page, and all others of the answer, go by. */
    public Standpoint at() {
        return at;
    }

    /** Whether this page so far, or one before it, had a value. */
    public boolean hasTold() {
        return told;
    }

    /** Windows before this are not told: what they were made of may be gone. */
    public long keptFromMillis() {
        return keptFromMillis;
    }

    /** Until when a cursor of this answer can be used; then what it goes by may be gone. */
    public long endsMillis() {
        return begunMillis + Cursor.LIFETIME.toMillis();
    }

    /** By which the next page is asked for; empty where there is nothing more. */
    public Optional<String> cursor() {
        return walk.position().map(behind -> new Cursor(question.hash(), begunMillis, at, told, behind).text());
    }

    /** Up to where the layer that was asked knows anything, or {@link Watermarks#UNKNOWN}. */
    public long frontierMillis() {
        long published =
                Math.min(at.publishedMillis(), question.query().asOfMillis().orElse(Long.MAX_VALUE));
        return question.layer() == Layer.BATCH ? at.verifiedThroughMillis() : published;
    }
}
