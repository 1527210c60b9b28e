package dev.tidemark.bench.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Held against the server's own class: a change of its packing that the peer would not survive is found here. */
class AtOnceAgentTest {

    @Test
    void theServersPackerPacksNothing() throws Exception {
        Class<?> packer = new Redefined(AtOnceAgent.packsNothing(classFile(AtOnceAgent.PACKER)))
                .loadClass(AtOnceAgent.PACKER.replace('/', '.'));
        List<Method> methods = Arrays.stream(packer.getMethods())
                .filter(method -> method.getName().equals("pack"))
                .toList();
        assertThat(methods).hasSize(1);
        Method pack = methods.get(0);
        Object answer = pack.invoke(packer.getConstructor().newInstance(), new Object[pack.getParameterCount()]);
        assertThat(answer).isEqualTo(List.of());
    }

    @Test
    void aClassThatPacksOtherwiseIsRefused() throws Exception {
        byte[] other = classFile("dev/tidemark/bench/ingest/AtOnceAgentTest");
        assertThatThrownBy(() -> AtOnceAgent.packsNothing(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pack");
    }

    private static byte[] classFile(String name) throws Exception {
        try (InputStream in = AtOnceAgentTest.class.getClassLoader().getResourceAsStream(name + ".class")) {
            return in.readAllBytes();
        }
    }

    /** Has the packer as it is given, and everything else from where the test has it. */
    private static final class Redefined extends ClassLoader {
        private final byte[] packer;

        Redefined(byte[] packer) {
            super(AtOnceAgentTest.class.getClassLoader());
            this.packer = packer;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            return name.equals(AtOnceAgent.PACKER.replace('/', '.'))
                    ? defineClass(name, packer, 0, packer.length)
                    : super.loadClass(name, resolve);
        }
    }
}
