/**
 * One machine that behaves like AWS, for any application of Kinesis and Java functions: the packages below are its services.
 * Here is what they share, and no more: the exception that each may throw, and where the build leaves what they start. It may
 * use the JDK only, and nothing below it knows the application that runs on it.
 */
@NullMarked
package dev.tidemark.local.runtime;

import org.jspecify.annotations.NullMarked;
