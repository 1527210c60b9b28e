package dev.tidemark.ingest.http;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** A resource that wants a key in a header: {@code X-Api-Key}, or the user name of basic authentication. */
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@interface Keyed {}
