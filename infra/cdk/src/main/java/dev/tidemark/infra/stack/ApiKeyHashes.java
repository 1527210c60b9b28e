package dev.tidemark.infra.stack;

/**
 * The accepted API keys: a parameter of SSM that holds their SHA-256 hashes, never the keys. A deployment names the
 * parameter's version, so that accepting or revoking a key makes new function versions, rolls out like code, and rolls back
 * like code.
 */
final class ApiKeyHashes {

    private ApiKeyHashes() {}

    /** Name of the parameter: {@code /tidemark/dev/api-key-hashes}. */
    static String parameter(StageSettings settings) {
        return "/tidemark/" + settings.stage() + "/api-key-hashes";
    }

    /** Resolved by CloudFormation when it updates a function. */
    static String hashes(StageSettings settings) {
        return "{{resolve:ssm:" + parameter(settings) + ":" + settings.keysVersion() + "}}";
    }
}
