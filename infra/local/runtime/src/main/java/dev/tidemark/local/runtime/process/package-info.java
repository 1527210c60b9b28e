/** Child processes that never outlive this one, and the bounded logs of what they print. A child holds the read end of a pipe as its standard input and ends when the pipe does, which also happens when this process is killed. It may use the JDK only. */
@NullMarked
package dev.tidemark.local.runtime.process;

import org.jspecify.annotations.NullMarked;
