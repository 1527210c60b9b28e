package dev.tidemark.ingest.door;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which methods an address takes, as the annotations of the resources say: Quarkus REST, which finds that another one is wrong,
 * does not tell.
 */
@Singleton
class Methods {

    private static final Pattern PARAMETER = Pattern.compile("\\{\\s*\\w+\\s*(?::\\s*([^{}]+))?}");

    /** A method of the addresses that a pattern matches. */
    private record Taken(Pattern address, String method) {}

    @Inject
    BeanManager beans;

    private volatile @Nullable List<Taken> taken;

    /**
     * For the header {@code Allow}.
     *
     * @param address a path, as {@code /v1/events}
     * @return in the order of the alphabet and divided by commas, as {@code GET, HEAD}; empty where it takes none
     */
    String at(String address) {
        Set<String> methods = new TreeSet<>();
        for (Taken one : taken()) {
            if (one.address.matcher(address).matches()) {
                methods.add(one.method);
                if (one.method.equals(HttpMethod.GET)) {
                    methods.add(HttpMethod.HEAD);
                }
            }
        }
        return String.join(", ", methods);
    }

    /** Looked for when it is first asked for, which may be never. */
    private List<Taken> taken() {
        List<Taken> known = taken;
        if (known == null) {
            known = new ArrayList<>();
            for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
                Path resource = bean.getBeanClass().getAnnotation(Path.class);
                if (resource != null) {
                    add(known, resource, bean.getBeanClass().getDeclaredMethods());
                }
            }
            taken = known;
        }
        return known;
    }

    private static void add(List<Taken> known, Path resource, Method[] methods) {
        for (Method method : methods) {
            Path below = method.getAnnotation(Path.class);
            Stream.of(method.getAnnotations())
                    .map(Annotation::annotationType)
                    .map(type -> type.getAnnotation(HttpMethod.class))
                    .filter(Objects::nonNull)
                    .forEach(named -> known.add(
                            new Taken(pattern(resource.value(), below == null ? "" : below.value()), named.value())));
        }
    }

    /** Of an address with parameters, as {@code /v1/{call: t|track}}; it may end with a slash. */
    private static Pattern pattern(String resource, String below) {
        String template = ('/' + resource + '/' + below).replaceAll("/+", "/").replaceAll("/$", "");
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        for (Matcher parameter = PARAMETER.matcher(template); parameter.find(); at = parameter.end()) {
            String values = parameter.group(1);
            pattern.append(Pattern.quote(template.substring(at, parameter.start())))
                    .append(values == null ? "[^/]+" : "(?:" + values.strip() + ")");
        }
        return Pattern.compile(pattern + Pattern.quote(template.substring(at)) + "/?");
    }
}
