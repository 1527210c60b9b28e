package dev.tidemark.local.runtime.lambda;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** JSON strings. */
final class Json {

    private Json() {}

    static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
