/** What the batch needs of object and item storage, and the adapters for S3 and DynamoDB. The only package that may touch the AWS SDK. It knows names and bytes, and nothing of what they mean. */
@NullMarked
package dev.tidemark.batch.store;

import org.jspecify.annotations.NullMarked;
