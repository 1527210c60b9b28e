package dev.tidemark.ingest.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol wants of an object: fields at known paths, and the scalars below some of its members as attributes. A
 * path {@code context.device.id} is the member {@code id} of {@code device} of {@code context}, never a member whose name
 * has dots in it.
 *
 * <pre>{@code
 * Shape.of()
 *     .fields("messageId", "anonymousId", "context.device.id")
 *     .attributesBelow("properties")
 *     .ofTheAttempt("sentAt")
 * }</pre>
 *
 * <p>Built once, before the first object is read; then thread-safe.
 */
public final class Shape {

    /** A place on the way to fields. */
    static final class PathNode {
        final Map<String, PathNode> members = new HashMap<>();
        /** The field that stands here, or -1. */
        int field = -1;
        /** The attributes below, by their number, or -1. */
        int scope = -1;
        /** Whether what stands here is no attribute, though it lies below some. */
        boolean apart;
        /** Every field here and below. */
        List<Integer> fieldsWithin = new ArrayList<>();

        private PathNode member(String name) {
            return members.computeIfAbsent(name, unseen -> new PathNode());
        }
    }

    final PathNode root = new PathNode();
    final Set<String> ofTheAttempt = new HashSet<>();

    /** Members that are not wanted and yet known, or null where nobody asks. */
    @Nullable
    Set<String> known;

    private final Map<String, Integer> places = new HashMap<>();
    private int scopes;

    private Shape() {}

    /** Of an object of which nothing is wanted. */
    public static Shape of() {
        return new Shape();
    }

    /** Fields, each by its path. */
    public Shape fields(String... paths) {
        return fields(List.of(paths));
    }

    /** Fields, each by its path. */
    public Shape fields(List<String> paths) {
        paths.forEach(this::field);
        return this;
    }

    /** Fields that are no attributes where they lie below some. */
    public Shape apart(List<String> paths) {
        paths.forEach(path -> field(path).apart = true);
        return this;
    }

    /** The scalars below each of these members, however deep, named by the path from there. */
    public Shape attributesBelow(String... paths) {
        for (String path : paths) {
            node(path).scope = scopes++;
        }
        return this;
    }

    /** Members of the object that change from one attempt to send it to the next, and so are not its content. */
    public Shape ofTheAttempt(String... members) {
        ofTheAttempt.addAll(List.of(members));
        return this;
    }

    /**
     * Members of the object that its senders may rightly send, though nothing is wanted of them. All others that the shape
     * does not name are {@linkplain dev.tidemark.ingest.model.Ignored ignored}, and told so; without this, none is.
     */
    public Shape knowing(String... members) {
        known = Set.of(members);
        return this;
    }

    /** Whether a member of the object is one that nobody knows. */
    public boolean isUnknown(String member) {
        return known != null && !root.members.containsKey(member) && !known.contains(member);
    }

    int size() {
        return places.size();
    }

    int scopes() {
        return scopes;
    }

    int placeOf(String path) {
        Integer place = places.get(path);
        if (place == null) {
            throw new IllegalArgumentException("'" + path + "' is none of the fields " + places.keySet());
        }
        return place;
    }

    /** Where the member of the object begins that is read alone, as if the rest were there. */
    PathNode at(@Nullable String member) {
        return member == null ? root : node(member);
    }

    private PathNode field(String path) {
        PathNode node = node(path);
        if (node.field < 0) {
            int place = places.size();
            places.put(path, place);
            node.field = place;
            PathNode on = root;
            on.fieldsWithin.add(place);
            for (String name : path.split("\\.")) {
                on = on.member(name);
                on.fieldsWithin.add(place);
            }
        }
        return node;
    }

    private PathNode node(String path) {
        PathNode node = root;
        for (String name : path.split("\\.")) {
            node = node.member(name);
        }
        return node;
    }
}
