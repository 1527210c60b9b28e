package dev.tidemark.ingest.reading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tidemark.ingest.model.Ignored;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body of other people's events: an object, an array of objects, or an object that has such an array in one of its
 * members. What its {@link Shape}s do not name is passed over as it is read.
 *
 * @param head what was wanted of the object; empty if the body is an array
 * @param items what was wanted of the events; null for one that is no object
 * @param ignored what nobody knows of the object and the events, where their shapes say what is known
 */
public record ForeignBody(ForeignItem head, List<@Nullable ForeignItem> items, Ignored ignored) {

    private static final int MOST_MEMBERS = 256;

    /**
     * An object that is the one event, or has nothing but fields.
     *
     * @throws UnreadableException if the body is none
     */
    public static ForeignItem readObject(byte[] body, Shape shape) throws UnreadableException {
        return JsonText.read(body, 0, body.length, input -> {
            begin(input.json(), JsonToken.START_OBJECT, "the body is no object");
            ForeignItem item = ItemReader.read(input, body, shape, null, "", new Ignored());
            end(input.json());
            return item;
        });
    }

    /**
     * An object that is the value of a member of an event whose other members are elsewhere.
     *
     * @param member by its path in the shape
     * @throws UnreadableException if the body is no JSON; if it is JSON but no object, nothing is wanted of it
     */
    public static ForeignItem readMember(byte[] body, Shape shape, String member) throws UnreadableException {
        return JsonText.read(body, 0, body.length, input -> {
            JsonToken first = input.json().nextToken();
            ForeignItem item = ForeignItem.empty(shape);
            if (first == JsonToken.START_OBJECT) {
                item = ItemReader.read(input, body, shape, member, "", new Ignored());
            } else if (first == null) {
                throw unreadable("the body is empty");
            } else {
                input.json().skipChildren();
            }
            end(input.json());
            return item;
        });
    }

    /**
     * An array of events.
     *
     * @throws UnreadableException if the body is none, or has too many
     */
    public static ForeignBody readArray(byte[] body, Shape shape) throws UnreadableException {
        return JsonText.read(body, 0, body.length, input -> {
            begin(input.json(), JsonToken.START_ARRAY, "the body is no array");
            Ignored ignored = new Ignored();
            List<@Nullable ForeignItem> items = items(input, body, shape, "[].", ignored);
            end(input.json());
            return new ForeignBody(ForeignItem.empty(Shape.of()), items, ignored);
        });
    }

    /**
     * An object that has an array of events in a member.
     *
     * @param head what is wanted of the object itself
     * @param member the events'; without it, there are none
     * @param shape of an event
     * @throws UnreadableException if the body is none, gives the member twice, or has too many events
     */
    public static ForeignBody read(byte[] body, Shape head, String member, Shape shape) throws UnreadableException {
        return JsonText.read(body, 0, body.length, input -> {
            begin(input.json(), JsonToken.START_OBJECT, "the body is no object");
            Ignored ignored = new Ignored();
            ItemReader reader = new ItemReader(input, body, head, "", ignored);
            List<@Nullable ForeignItem> items = null;
            for (String name = input.json().nextFieldName();
                    name != null;
                    name = input.json().nextFieldName()) {
                input.json().nextToken();
                if (!name.equals(member)) {
                    reader.member(name);
                } else if (items != null) {
                    throw unreadable(member + " is given twice");
                } else if (input.json().currentToken() != JsonToken.START_ARRAY) {
                    throw unreadable(member + " is no array");
                } else {
                    items = items(input, body, shape, member + "[].", ignored);
                }
            }
            end(input.json());
            return new ForeignBody(reader.item(), items == null ? List.of() : items, ignored);
        });
    }

    /**
     * The names of the members of an object, of which so many are looked at as any protocol has; none if the body is no
     * object, or no JSON.
     */
    public static Set<String> members(byte[] body) {
        try {
            return JsonText.read(body, 0, body.length, input -> {
                Set<String> members = new HashSet<>();
                if (input.json().nextToken() == JsonToken.START_OBJECT) {
                    String name = input.json().nextFieldName();
                    while (name != null && members.size() < MOST_MEMBERS) {
                        members.add(name);
                        input.json().nextToken();
                        input.json().skipChildren();
                        name = input.json().nextFieldName();
                    }
                }
                return members;
            });
        } catch (UnreadableException e) {
            return Set.of();
        }
    }

    private static List<@Nullable ForeignItem> items(
            JsonInput input, byte[] body, Shape shape, String where, Ignored ignored)
            throws IOException, UnreadableException {
        List<@Nullable ForeignItem> items = new ArrayList<>();
        EventBudget budget = new EventBudget();
        while (input.json().nextToken() != JsonToken.END_ARRAY) {
            budget.spend();
            if (input.json().currentToken() == JsonToken.START_OBJECT) {
                items.add(ItemReader.read(input, body, shape, null, where, ignored));
            } else {
                input.json().skipChildren();
                items.add(null);
            }
        }
        return items;
    }

    private static void begin(JsonParser json, JsonToken expected, String otherwise)
            throws IOException, UnreadableException {
        if (json.nextToken() != expected) {
            throw unreadable(otherwise);
        }
    }

    private static void end(JsonParser json) throws IOException, UnreadableException {
        if (json.nextToken() != null) {
            throw unreadable("more text after the body");
        }
    }

    private static UnreadableException unreadable(String detail) {
        return new UnreadableException(UnreadableException.Reason.ENVELOPE, detail, 0, 0);
    }
}
