package dev.tidemark.batch.stage;

import dev.tidemark.batch.cut.ShardCut;
import dev.tidemark.batch.state.JournalledObject;
import dev.tidemark.batch.store.ItemStore;
import dev.tidemark.batch.store.ObjectStore;
import dev.tidemark.domain.event.Sequence;
import dev.tidemark.platform.ObjectKeys;
import dev.tidemark.platform.item.ArchiveObjectItem;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The journal of archive objects, and what it says of the bucket. */
final class JournalledObjects {

    private final ItemStore items;
    private final ObjectStore objects;

    JournalledObjects(ItemStore items, ObjectStore objects) {
        this.items = items;
        this.objects = objects;
    }

    /** The objects that hold records after {@code from} and up to the cut, by first record. */
    List<JournalledObject> entries(ShardCut shard) {
        List<JournalledObject> entries = new ArrayList<>();
        items.query(ArchiveObjectItem.beginning(shard.id(), shard.objectsFrom(), shard.cut()), object -> {
            if (object.last().compareTo(shard.from()) > 0) {
                entries.add(JournalledObject.of(shard.index(), object));
            }
        });
        return entries;
    }

    /**
     * Archive objects in the hours and shards of these entries, up to their shard's cut, that no entry names, and whose
     * records the entries do not hold either. A writer that dies between an object and its entry leaves one behind whose
     * records are then written again, cut otherwise; that one is harmless and left out.
     */
    List<String> unjournalled(List<JournalledObject> entries, List<ShardCut> shards) {
        Set<String> folders = new TreeSet<>();
        Set<String> known = new HashSet<>();
        for (JournalledObject entry : entries) {
            known.add(entry.key());
            folders.add(entry.key().substring(0, entry.key().lastIndexOf('/') + 1));
        }
        List<String> strangers = new ArrayList<>();
        for (String folder : folders) {
            for (String key : objects.list(folder)) {
                if (!known.contains(key) && isStrange(key, entries, shards)) {
                    strangers.add(key);
                }
            }
        }
        return strangers;
    }

    private static boolean isStrange(String key, List<JournalledObject> entries, List<ShardCut> shards) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        int dash = name.indexOf('-');
        if (dash < 0) {
            return true;
        }
        String first = name.substring(0, dash);
        String last = name.substring(dash + 1).replaceFirst("\\..*", "");
        for (ShardCut shard : shards) {
            if (key.contains("/shard=" + shard.id() + "/")) {
                boolean read = first.compareTo(shard.from()) > 0 && first.compareTo(shard.cut()) <= 0;
                return read && !(holds(entries, shard, first) && holds(entries, shard, last));
            }
        }
        return false;
    }

    private static boolean holds(List<JournalledObject> entries, ShardCut shard, String sequence) {
        return entries.stream()
                .anyMatch(entry -> entry.shard() == shard.index()
                        && entry.first().compareTo(sequence) <= 0
                        && sequence.compareTo(entry.last()) <= 0);
    }

    /** Keys of quarantined records of a shard, as their padded sequence numbers, in the range of the cut. */
    Set<String> quarantined(ShardCut shard) {
        Set<String> sequences = new HashSet<>();
        String folder = ObjectKeys.QUARANTINE + shard.id() + "/";
        for (String key : objects.list(folder, ObjectKeys.quarantine(shard.id(), shard.from()))) {
            String name = key.substring(key.lastIndexOf('/') + 1);
            String digits = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
            if (!digits.isEmpty()
                    && digits.length() <= Sequence.WIDTH
                    && digits.chars().allMatch(Character::isDigit)) {
                String sequence = Sequence.pad(digits);
                if (sequence.compareTo(shard.from()) > 0 && sequence.compareTo(shard.cut()) <= 0) {
                    sequences.add(sequence);
                }
            }
        }
        return sequences;
    }

    /** SHA-256 as lower-case hex. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
