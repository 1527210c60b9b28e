package dev.tidemark.query.door;

import java.util.Locale;

/** Ends a query with a problem document of RFC 9457. Carries no stack trace: it is an answer, not a bug. */
public final class QueryProblem extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The kinds of problem that a caller can meet. */
    public enum Kind {
        BAD_REQUEST(400, "The request is not understood"),
        BAD_CURSOR(400, "The cursor does not belong to this question"),
        UNAUTHORIZED(401, "No valid key"),
        NOT_FOUND(404, "There is nothing here"),
        NO_SUCH_VIEW(404, "There is no such view"),
        NO_SUCH_REPORT(404, "There is no such report"),
        METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
        OLD_CURSOR(410, "The cursor is too old"),
        TOO_LARGE(413, "The file is larger than an answer can be"),
        INTERNAL(500, "The server failed"),
        UNAVAILABLE(503, "A store does not answer");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        String title() {
            return title;
        }

        /** The {@code type} of RFC 9457: {@code urn:tidemark:problem:bad-request}. */
        String uri() {
            return "urn:tidemark:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final int LONGEST_SHOWN = 100;

    private final Kind kind;

    /** A stranger's text as a sentence repeats it: of a long one the beginning. */
    public static String shown(String text) {
        return text.codePointCount(0, text.length()) <= LONGEST_SHOWN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
    }

    /** @param detail what is wrong this time */
    public QueryProblem(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
