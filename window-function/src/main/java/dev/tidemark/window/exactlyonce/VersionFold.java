package dev.tidemark.window.exactlyonce;

import dev.tidemark.domain.event.LogRecordReader;
import dev.tidemark.domain.fold.ShardFold;
import dev.tidemark.domain.view.Views;

/** How the log is read and folded with one version of the views. */
final class VersionFold {

    final Views views;
    final LogRecordReader reader;
    final ShardFold fold;

    VersionFold(Views views) {
        this.views = views;
        this.reader = new LogRecordReader(views.attributes());
        this.fold = new ShardFold(views);
    }
}
