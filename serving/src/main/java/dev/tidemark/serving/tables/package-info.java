/**
 * Reads the tables of a stack through the codecs of {@link dev.tidemark.platform.item}: what an attribute is called is said there
 * and nowhere here. {@link dev.tidemark.serving.tables.TableReader} sends the requests; it writes nothing. It may use the
 * DynamoDB client and the platform's items.
 */
@NullMarked
package dev.tidemark.serving.tables;

import org.jspecify.annotations.NullMarked;
