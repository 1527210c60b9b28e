/**
 * The domain: plain Java, no AWS, no Quarkus, no I/O. Time and bytes come in as parameters, and what comes out depends on
 * them alone. Packages depend downwards: {@code fold} on {@code window} and {@code watermark}, these on {@code view}, that
 * on {@code event} and {@code aggregate}.
 */
@NullMarked
package dev.tidemark.domain;

import org.jspecify.annotations.NullMarked;
