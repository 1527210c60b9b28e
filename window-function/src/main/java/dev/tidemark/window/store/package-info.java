/** The ports on DynamoDB and S3: keys and items as docs/platform.md has them. Conditions and consistency are what the protocol asks for. No rule of windows lives here. */
@NullMarked
package dev.tidemark.window.store;

import org.jspecify.annotations.NullMarked;
