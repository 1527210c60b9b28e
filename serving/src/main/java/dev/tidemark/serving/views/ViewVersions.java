package dev.tidemark.serving.views;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.platform.Table;
import dev.tidemark.platform.item.PublishedRunItem;
import dev.tidemark.platform.item.ViewsFileItem;
import dev.tidemark.serving.tables.TableReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Finds views, of whatever version. */
public final class ViewVersions {

    private final TableReader tables;
    private final Views views;

    /** @param names the tables' names in this stack */
    public ViewVersions(DynamoDbClient dynamoDb, Function<Table, String> names, Views views) {
        this.tables = new TableReader(dynamoDb, names);
        this.views = views;
    }

    /** The views of the present file, in its order. */
    public List<View> current() {
        return views.views();
    }

    /**
     * The view of a name in the present file, or of an id, {@code name@version}, in any file that ever was in force. Empty where
     * there is none.
     */
    public Optional<View> find(String nameOrId) {
        Optional<View> current = views.views().stream()
                .filter(view -> view.name().equals(nameOrId) || view.id().equals(nameOrId))
                .findFirst();
        if (current.isPresent() || nameOrId.indexOf('@') < 0) {
            return current;
        }
        return tables.query(ViewsFileItem.all())
                .filter(file -> file.viewIds().contains(nameOrId))
                .findFirst()
                .flatMap(file -> in(file, nameOrId));
    }

    private static Optional<View> in(ViewsFileItem file, String id) {
        try {
            return ViewsParser.parse(file.definition(), file.version()).views().stream()
                    .filter(view -> view.id().equals(id))
                    .findFirst();
        } catch (ViewsException e) {
            throw new IllegalStateException("the journal has a views file that cannot be read: " + file.version(), e);
        }
    }

    /** The ids of all versions of a view that the journal has, each with the versions of the files that name it. */
    public Map<String, List<String>> versions(String name) {
        Map<String, List<String>> versions = new LinkedHashMap<>();
        tables.query(ViewsFileItem.all()).forEach(file -> file.viewIds().stream()
                .filter(id -> id.startsWith(name + "@"))
                .forEach(id ->
                        versions.computeIfAbsent(id, any -> new ArrayList<>()).add(file.version())));
        return versions;
    }

    /** Up to where views are verified, milliseconds, by id; without those of which nothing is. */
    public Map<String, Long> verifiedThrough() {
        return tables.read(PublishedRunItem.key())
                .map(PublishedRunItem::verifiedThrough)
                .orElse(Map.of());
    }
}
