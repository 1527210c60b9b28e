/**
 * What is computed: the views file and the definitions in it, shared by the stream and the batch. Definitions only: no
 * computation on events beyond matching and key selection, and none on time beyond the calendar's bounds. May use the YAML
 * engine.
 */
@NullMarked
package dev.tidemark.domain.view;

import org.jspecify.annotations.NullMarked;
