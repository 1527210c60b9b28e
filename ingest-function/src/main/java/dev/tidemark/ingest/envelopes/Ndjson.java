package dev.tidemark.ingest.envelopes;

/** Finds the lines of newline-delimited JSON. Lines end with LF or CRLF; blank ones are passed over. */
public final class Ndjson {

    private final byte[] text;
    private int next;
    private int from;
    private int length;
    private int number;

    public Ndjson(byte[] text) {
        this.text = text;
    }

    /** Moves to the next line that is not blank; false after the last. */
    public boolean advance() {
        while (next < text.length) {
            from = next;
            int end = from;
            boolean blank = true;
            while (end < text.length && text[end] != '\n') {
                blank &= text[end] == ' ' || text[end] == '\t' || text[end] == '\r';
                end++;
            }
            next = end + 1;
            length = end - from;
            number++;
            if (!blank) {
                return true;
            }
        }
        return false;
    }

    /** Where the line starts in the text. */
    public int from() {
        return from;
    }

    /** Bytes of the line, without its LF. */
    public int length() {
        return length;
    }

    /** The line's number in the text, from 1, blank lines counted. */
    public int number() {
        return number;
    }
}
