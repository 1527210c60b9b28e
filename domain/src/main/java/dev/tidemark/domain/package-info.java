/** The domain: plain Java, no AWS, no Quarkus, no I/O. */
@NullMarked
package dev.tidemark.domain;

import org.jspecify.annotations.NullMarked;
