/**
 * The functions of the stream, put together from their parts by plain constructors, and the handlers that Lambda calls: each
 * decodes its event, calls its function and reports. No rule lives here. May use Quarkus and the AWS SDK.
 */
@NullMarked
package dev.tidemark.window;

import org.jspecify.annotations.NullMarked;
