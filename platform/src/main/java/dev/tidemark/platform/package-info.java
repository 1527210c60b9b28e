/**
 * What the platform consists of: functions, mappings, schedules, tables and their keys, object keys, environment variables,
 * metrics. Names and settings only, so that functions, batch, local runner and deployed stack cannot drift apart. It
 * touches nothing but its own time format.
 */
@NullMarked
package dev.tidemark.platform;

import org.jspecify.annotations.NullMarked;
