/**
 * What the platform consists of: functions, mappings, schedules, tables and their keys, object keys, environment variables,
 * metrics. Names and settings only, so that functions, batch, local runner and deployed stack cannot drift apart. The
 * items of the tables are in the package {@code item} below, sealed files of fingerprints in {@code segment}. It may use the
 * domain's events and definitions, and calls nothing.
 */
@NullMarked
package dev.tidemark.platform;

import org.jspecify.annotations.NullMarked;
