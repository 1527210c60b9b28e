/**
 * The ports on tables and bucket. What an item says, its key and the condition of its write are the codecs' ({@code
 * platform.item}); here items become the domain's values and back, and {@code DynamoTables} alone knows the client. No rule
 * of windows lives here.
 */
@NullMarked
package dev.tidemark.window.store;

import org.jspecify.annotations.NullMarked;
