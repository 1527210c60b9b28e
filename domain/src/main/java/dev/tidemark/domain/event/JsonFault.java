package dev.tidemark.domain.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.regex.Pattern;

/** What is wrong with a text that should be JSON, in the parser's words. */
public final class JsonFault {

    /** How the parser names a place within a message; where the text came from is never known to it. */
    private static final Pattern PLACE = Pattern.compile("\\[Source: .*?; line: (\\d+), column: (\\d+)]");

    private JsonFault() {}

    /** One sentence, without the place of the fault itself; other places in it are lines and columns, from 1. */
    public static String of(JsonProcessingException e) {
        return PLACE.matcher(e.getOriginalMessage()).replaceAll("line $1, column $2");
    }
}
