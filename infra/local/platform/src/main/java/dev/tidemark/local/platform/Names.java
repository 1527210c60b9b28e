package dev.tidemark.local.platform;

import dev.tidemark.local.runtime.emulator.LocalClients;
import dev.tidemark.platform.Environment;
import dev.tidemark.platform.Table;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of a platform's resources.
 *
 * @param prefix what they all start with
 */
public record Names(String prefix) {

    /** The names on one machine: there is one platform in a data directory. */
    public static final Names LOCAL = new Names("tidemark");

    public String stream() {
        return prefix + "-events";
    }

    public String streamArn() {
        return "arn:aws:kinesis:" + LocalClients.REGION + ":" + LocalClients.ACCOUNT + ":stream/" + stream();
    }

    public String bucket() {
        return prefix + "-archive";
    }

    public String table(Table table) {
        return table.nameIn(prefix);
    }

    /** The variables that tell a function these names. */
    public Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put(Environment.STREAM, stream());
        variables.put(Environment.BUCKET, bucket());
        for (Table table : Table.values()) {
            variables.put(Environment.table(table), table(table));
        }
        return variables;
    }
}
