package dev.tidemark.bench.ingest;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes the packaged server the peer that answers at once: bodies are read and judged and answered as ever, and there is never
 * a record to wait for, because what packs them returns none. So the server has no switch for this, and everything else of
 * it is what is deployed. An agent of its JVM; a server that packs otherwise does not start under it.
 */
public final class AtOnceAgent implements ClassFileTransformer {

    /** The class of the server that makes records of envelopes, and its method. */
    static final String PACKER = "dev/tidemark/ingest/log/RecordPacker";

    private static final String METHOD = "pack";
    private static final String LIST = "Ljava/util/List;";

    private AtOnceAgent() {}

    public static void premain(String arguments, Instrumentation instrumentation) {
        instrumentation.addTransformer(new AtOnceAgent());
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            String className,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (!className.equals(PACKER)) {
            return null;
        }
        try {
            return packsNothing(classFile);
        } catch (RuntimeException e) {
            // A JVM passes over what a transformer throws, and would measure the server as it is under this name.
            System.err.println("the peer cannot be made of this server: " + e);
            Runtime.getRuntime().halt(1);
            return null;
        }
    }

    /**
     * The class with an empty list as the answer of its method.
     *
     * @throws IllegalArgumentException if it has no such method
     */
    static byte[] packsNothing(byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        boolean[] found = {false};
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public @Nullable MethodVisitor visitMethod(
                            int access,
                            String name,
                            String descriptor,
                            @Nullable String signature,
                            String @Nullable [] exceptions) {
                        MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
                        if (!name.equals(METHOD) || !descriptor.endsWith(")" + LIST)) {
                            return method;
                        }
                        found[0] = true;
                        method.visitCode();
                        method.visitMethodInsn(Opcodes.INVOKESTATIC, "java/util/List", "of", "()" + LIST, true);
                        method.visitInsn(Opcodes.ARETURN);
                        method.visitMaxs(0, 0);
                        method.visitEnd();
                        return null;
                    }
                },
                0);
        if (!found[0]) {
            throw new IllegalArgumentException("no method " + METHOD + " that returns a list in " + PACKER);
        }
        return writer.toByteArray();
    }
}
