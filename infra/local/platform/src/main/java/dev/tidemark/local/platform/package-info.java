/** The local platform as one object: {@link dev.tidemark.local.platform.LocalPlatform} starts emulators, schema, functions, mappings, gateway and schedule on one data directory, and stops them in an order that loses nothing. {@link dev.tidemark.local.platform.LocalStores} gives the stores alone, whether or not a platform runs on them. This is what the command line and other modules' tests use. */
@NullMarked
package dev.tidemark.local.platform;

import org.jspecify.annotations.NullMarked;
