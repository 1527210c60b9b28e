/**
 * The deployed platform: the CDK application, what differs between its stages, and the command line in front of both. It
 * takes names, settings and schemas from {@code dev.tidemark.platform} and decides none of them. It reads the
 * checkout (packaged functions, the views file) and writes one cloud assembly; only the commands that deploy reach AWS.
 */
@NullMarked
package dev.tidemark.infra;

import org.jspecify.annotations.NullMarked;
