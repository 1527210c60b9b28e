package dev.tidemark.local.runtime.lambda;

import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The system's properties with a working directory that holds nothing, until it has been read once.
 *
 * <p>AWS's runtime interface client makes a class loader of the working directory, and reads the property for that alone.
 * What lies there is on the class path of an instance's JVM already, because only classes from there come from an archive. A
 * client that found it as well would show a function each of its resources twice: services, configuration. By the time
 * that the function is loaded, the property is what it was; the working directory itself never changes.
 */
final class HiddenDirectory extends Properties {

    private static final long serialVersionUID = 1;
    private static final String PROPERTY = "user.dir";

    /** No directory, on every system that the client runs on. */
    private static final String NOWHERE = "/dev/null";

    private final Properties real;

    private HiddenDirectory(Properties real) {
        super(real);
        this.real = real;
    }

    static void untilRead() {
        System.setProperties(new HiddenDirectory(System.getProperties()));
    }

    @Override
    public @Nullable String getProperty(String key) {
        if (!key.equals(PROPERTY)) {
            return real.getProperty(key);
        }
        System.setProperties(real);
        return NOWHERE;
    }

    @Override
    public synchronized @Nullable Object setProperty(String key, String value) {
        return real.setProperty(key, value);
    }
}
