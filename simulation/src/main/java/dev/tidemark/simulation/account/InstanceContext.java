package dev.tidemark.simulation.account;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.tidemark.platform.PlatformFunction;
import org.jspecify.annotations.Nullable;

/** What a handler may ask about its invocation; of all that, ours ask for the function's name. */
record InstanceContext(PlatformFunction function) implements Context {

    @Override
    public String getFunctionName() {
        return function.nameIn(StageNames.PREFIX);
    }

    @Override
    public String getAwsRequestId() {
        throw notModelled();
    }

    @Override
    public String getLogGroupName() {
        throw notModelled();
    }

    @Override
    public String getLogStreamName() {
        throw notModelled();
    }

    @Override
    public String getFunctionVersion() {
        throw notModelled();
    }

    @Override
    public String getInvokedFunctionArn() {
        throw notModelled();
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        throw notModelled();
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        throw notModelled();
    }

    @Override
    public int getRemainingTimeInMillis() {
        throw notModelled();
    }

    @Override
    public int getMemoryLimitInMB() {
        return function.memoryMegabytes();
    }

    @Override
    public LambdaLogger getLogger() {
        throw notModelled();
    }

    private static UnsupportedOperationException notModelled() {
        return new UnsupportedOperationException("not modelled: no handler asks for it");
    }
}
