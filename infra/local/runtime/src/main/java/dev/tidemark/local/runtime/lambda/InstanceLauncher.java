package dev.tidemark.local.runtime.lambda;

import dev.tidemark.local.runtime.process.ChildProcess;
import dev.tidemark.local.runtime.process.ClassArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Starts the JVM of an instance of one version of a function with the command line, the directory and the environment that
 * Lambda gives it.
 */
record InstanceLauncher(FunctionSpec function, int version, UnpackedFunction unpacked, Path logs, RuntimeApi api) {

    /** @param archive how the instance takes part in the function's class archive */
    ChildProcess launch(FunctionInstance instance, ClassArchive.Use archive) throws IOException {
        String name = function.name() + "-" + instance.number();
        return ChildProcess.start(
                name, command(archive), unpacked.task(), environment(instance), logs.resolve(name + ".log"));
    }

    private List<String> command(ClassArchive.Use archive) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + function.memoryMegabytes() * 4 / 5 + "m");
        command.add("-XX:+UseSerialGC");
        command.addAll(archive.flags());
        command.add("-Daws.cborEnabled=false");
        command.add("-D" + RuntimeClient.LIBRARY_PROPERTY + "=" + unpacked.library());
        command.addAll(function.jvmFlags());
        command.add("-cp");
        command.add(unpacked.classPath());
        command.add(InstanceMain.class.getName());
        command.add(function.handler());
        return command;
    }

    private Map<String, String> environment(FunctionInstance instance) {
        Map<String, String> variables = new HashMap<>();
        variables.put("TZ", "UTC");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java" + Runtime.version().feature());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", Integer.toString(version));
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", function.name() + "-" + instance.number());
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("LAMBDA_TASK_ROOT", unpacked.task().toString());
        variables.put("_HANDLER", function.handler());
        variables.putAll(function.environment());
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address(instance));
        return variables;
    }
}
