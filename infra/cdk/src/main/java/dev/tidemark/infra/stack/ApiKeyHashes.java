package dev.tidemark.infra.stack;

import dev.tidemark.platform.PlatformFunction;

/**
 * The accepted keys of a function: a parameter of SSM that holds their SHA-256 hashes, never the keys. A deployment names the
 * parameter's version, so that accepting or revoking a key makes new function versions, rolls out like code, and rolls back
 * like code.
 *
 * @param parameter its name: {@code /tidemark/dev/api-key-hashes}
 * @param version of it
 */
record ApiKeyHashes(String parameter, int version) {

    /** Keys that may send events. */
    static ApiKeyHashes ofEvents(StageSettings settings) {
        return new ApiKeyHashes("/tidemark/" + settings.stage() + "/api-key-hashes", settings.keysVersion());
    }

    /** Keys that may ask. */
    static ApiKeyHashes ofQueries(StageSettings settings) {
        return new ApiKeyHashes("/tidemark/" + settings.stage() + "/query-key-hashes", settings.queryKeysVersion());
    }

    /** Those that a function lets in which strangers call. */
    static ApiKeyHashes of(PlatformFunction function, StageSettings settings) {
        return function == PlatformFunction.QUERY ? ofQueries(settings) : ofEvents(settings);
    }

    /** Resolved by CloudFormation when it updates a function. */
    String hashes() {
        return "{{resolve:ssm:" + this + "}}";
    }

    @Override
    public String toString() {
        return parameter + ":" + version;
    }
}
