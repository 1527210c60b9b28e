/** The handlers of the stream: each decodes its event, calls one service and reports. No rule lives here; what a handler needs is made in {@code Wiring}. May use Quarkus and the AWS SDK. */
@NullMarked
package dev.tidemark.window;

import org.jspecify.annotations.NullMarked;
