package dev.tidemark.batch.state;

import dev.tidemark.batch.sql.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Objects of the batch as sources of a statement. */
public final class ParquetSource {

    private final Database database;
    private final Files files;

    public ParquetSource(Database database, Files files) {
        this.database = database;
        this.files = files;
    }

    /** What reads the objects with these keys, one or more. */
    public String of(Collection<String> keys) {
        return database.fragment(
                "dialect.readParquet",
                Map.of("files", keys.stream().map(files::literal).collect(Collectors.joining(", "))));
    }

    /** What reads these files, one or more. */
    public String ofFiles(List<StoredFile> stored) {
        return of(stored.stream().map(StoredFile::key).toList());
    }
}
