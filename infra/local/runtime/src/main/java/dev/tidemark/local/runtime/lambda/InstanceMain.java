package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.process.ParentWatch;
import java.lang.reflect.Method;

/**
 * The first class of a function's JVM: ties it to its parent and hands over to AWS's runtime interface client. This class,
 * {@link HiddenDirectory} and {@link ParentWatch} are all that a function can see of the local platform.
 */
final class InstanceMain {

    private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private InstanceMain() {}

    public static void main(String[] handler) throws ReflectiveOperationException {
        ParentWatch.start(() -> {});
        Method client = Class.forName(CLIENT).getMethod("main", String[].class);
        HiddenDirectory.untilRead();
        client.invoke(null, (Object) handler);
    }
}
