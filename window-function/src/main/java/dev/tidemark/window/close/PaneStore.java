package dev.tidemark.window.close;

import dev.tidemark.domain.fold.Pane;
import dev.tidemark.domain.fold.SessionPane;
import dev.tidemark.domain.view.View;
import java.util.List;

/** Takes what is published. */
public interface PaneStore {

    /** Stores panes; one that stands already is the same, and is written again. */
    void put(View view, List<Pane> panes);

    /** The same for panes of sessions. */
    void putSessions(View view, List<SessionPane> panes);
}
