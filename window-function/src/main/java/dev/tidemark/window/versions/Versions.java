package dev.tidemark.window.versions;

import dev.tidemark.domain.view.View;
import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions of the views that an instance knows: the one that it was deployed with, and those that it has met in the log
 * and looked up. Thread-safe.
 */
public final class Versions {

    private final VersionedViews deployed;
    private final ViewsJournal journal;
    private final Map<String, Views> byVersion = new ConcurrentHashMap<>();
    private final Map<String, View> byId = new ConcurrentHashMap<>();
    private volatile boolean kept;

    /** What an instance with this file knows at first. */
    public Versions(VersionedViews deployed, ViewsJournal journal) {
        this.deployed = deployed;
        this.journal = journal;
        add(deployed.views());
    }

    /** The views that this instance was deployed with. */
    public Views deployed() {
        return deployed.views();
    }

    /** Puts the deployed file into the journal, so that its version may be referred to. */
    public void keepDeployed() {
        if (!kept) {
            journal.keepViews(deployed);
            kept = true;
        }
    }

    /** Takes or renews the lease of the deployed version; see {@link ViewsJournal#leaseViews}. */
    public ViewsJournal.Lease leaseDeployed(long nowMillis, long leaseMillis) {
        return journal.leaseViews(deployed.version(), nowMillis, leaseMillis);
    }

    /** Whether there is a file of this version, whether or not this instance can read it. */
    public boolean exists(String version) {
        return byVersion.containsKey(version) || journal.viewsText(version).isPresent();
    }

    /**
     * The views of a version; of none, written by an earlier release, the deployed ones.
     *
     * @throws IllegalStateException if there is no such version, or this instance cannot read it: it needs a newer release
     */
    public Views views(String version) {
        if (version.isEmpty()) {
            return deployed.views();
        }
        Views known = byVersion.get(version);
        return known != null ? known : lookUp(version);
    }

    private Views lookUp(String version) {
        String text = journal.viewsText(version)
                .orElseThrow(() -> new IllegalStateException(
                        "the journal has no views file of version " + version + ", which the log is read with"));
        Views views = read(version, text);
        add(views);
        return views;
    }

    /**
     * The view of this id, of whatever version of the views.
     *
     * @throws IllegalStateException if the file that has it cannot be read by this instance
     */
    public Optional<View> view(String id) {
        View known = byId.get(id);
        if (known == null) {
            journal.viewsTexts().forEach((version, text) -> {
                if (!byVersion.containsKey(version)) {
                    add(read(version, text));
                }
            });
            known = byId.get(id);
        }
        return Optional.ofNullable(known);
    }

    private static Views read(String version, String text) {
        try {
            return VersionedViews.parse(text, "views of version " + version).views();
        } catch (ViewsException e) {
            throw new IllegalStateException(
                    e.getMessage() + ". A newer release wrote it; this one cannot go on from there", e);
        }
    }

    private void add(Views views) {
        views.views().forEach(view -> byId.putIfAbsent(view.id(), view));
        byVersion.put(views.version(), views);
    }
}
