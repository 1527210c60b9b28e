/** A view as statements need it: how it cuts time, and the texts that it reads of an event. Definitions only; any stage may use them. It runs no statement. */
@NullMarked
package dev.tidemark.batch.shape;

import org.jspecify.annotations.NullMarked;
