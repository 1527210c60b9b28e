package dev.tidemark.domain.view;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The versions of views and of their files: hashes of what they mean (docs/adr: versions by hash). What is written here must
 * never change for a file that exists: its cells and panes are stored under these names.
 */
final class ViewDefinition {

    private ViewDefinition() {}

    /** The version of a file: of what all views of it have in common, and of its views in their order. */
    static String version(String common, Collection<View> views) {
        return hash(texts(Stream.concat(Stream.of(common), views.stream().map(View::id))));
    }

    /** The version of a view. */
    static String version(
            String common,
            String name,
            Filter where,
            @Nullable Field key,
            TimeDomain time,
            WindowSpec window,
            List<AggregateSpec> aggregates,
            Duration lateness,
            Duration latePaneEvery,
            @Nullable EarlyPanes early,
            int buckets,
            @Nullable JoinSpec join) {
        return hash(texts(Stream.of(
                common,
                name,
                definition(where),
                String.valueOf(key),
                time.wireName(),
                window.toString(),
                texts(aggregates.stream().map(AggregateSpec::resultName)),
                lateness.toString(),
                latePaneEvery.toString(),
                String.valueOf(early),
                buckets + (join == null ? "" : "|join:" + definition(join)))));
    }

    private static String definition(JoinSpec join) {
        return texts(Stream.of(
                join.left(), join.right(), join.on().toString(), join.within().toString()));
    }

    /** What a filter means: neither the order of its terms and values nor a repeated value matters. */
    private static String definition(Filter where) {
        return texts(where.terms().stream()
                .map(term -> texts(Stream.concat(
                        Stream.of(term.field().toString()),
                        term.values().stream().distinct().sorted())))
                .sorted());
    }

    /** Several texts as one, so that different lists never give the same: each with its length before it. */
    private static String texts(Stream<String> texts) {
        return texts.map(text -> text.length() + ":" + text).collect(Collectors.joining("|"));
    }

    private static String hash(String definition) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(definition.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
