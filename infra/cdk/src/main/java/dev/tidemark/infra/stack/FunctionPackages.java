package dev.tidemark.infra.stack;

import dev.tidemark.domain.view.Views;
import dev.tidemark.domain.view.ViewsException;
import dev.tidemark.domain.view.ViewsParser;
import dev.tidemark.platform.PlatformFunction;
import dev.tidemark.platform.Schedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.lambda.Code;

/**
 * What the functions are made of: their zips and the views file, taken from a checkout. A zip that has not been built is
 * stood in for by a note that says so, so that templates can be looked at without a build; {@link #missing} tells, and what
 * deploys refuses.
 */
public final class FunctionPackages {

    /** Where a function finds its layer's files. */
    private static final String LAYER_ROOT = "/opt/";

    private static final String VIEWS_FILE = "views.yaml";

    private final Path home;
    private final Views views;
    private final Path layer;
    private final Path stub;
    private final List<Path> missing = new ArrayList<>();

    private FunctionPackages(Path home, Views views, Path layer, Path stub) {
        this.home = home;
        this.views = views;
        this.layer = layer;
        this.stub = stub;
    }

    /**
     * Those of a checkout.
     *
     * @param viewsFile the views that the functions shall compute
     * @throws ViewsException if the views file is refused: better here than by every function at its start
     */
    public static FunctionPackages of(Path home, Path viewsFile) throws ViewsException {
        try {
            String text = Files.readString(viewsFile);
            Views views = ViewsParser.parse(text, viewsFile.toString(), Schedule.TICK.every());
            Path scratch = passing(Files.createTempDirectory("tidemark-synth"));
            Path layer = passing(Files.createDirectory(scratch.resolve("layer")));
            Files.writeString(passing(layer.resolve(VIEWS_FILE)), text);
            Path stub = passing(Files.createDirectory(scratch.resolve("stub")));
            Files.writeString(passing(stub.resolve("NOT-BUILT")), "This stands in for a function that is not built.\n");
            return new FunctionPackages(home, views, layer, stub);
        } catch (IOException e) {
            throw new UncheckedIOException("the views file cannot be read: " + viewsFile, e);
        }
    }

    /** Goes with this process; the assembly has copies. */
    private static Path passing(Path file) {
        file.toFile().deleteOnExit();
        return file;
    }

    /** The path of the views file inside a function. */
    static String viewsPath() {
        return LAYER_ROOT + VIEWS_FILE;
    }

    /** What the views file says. */
    public Views views() {
        return views;
    }

    /** The layer with the views file. */
    Code viewsLayer() {
        return Code.fromAsset(layer.toString());
    }

    /** The views file itself. */
    Path viewsFile() {
        return layer.resolve(VIEWS_FILE);
    }

    /**
     * A function's zip, or what stands in for it.
     *
     * @throws IllegalArgumentException if it is larger than Lambda takes
     */
    Code zip(PlatformFunction function) {
        Path zip = built(home.resolve(function.zip()));
        if (!zip.equals(stub)) {
            if (function == PlatformFunction.BATCH) {
                zip = BatchPackage.lean(zip, passing(stub.resolveSibling("batch.zip")));
            }
            UnpackedSize.require(zip, viewsFile().toFile().length());
        }
        return Code.fromAsset(zip.toString());
    }

    /** A built file of the checkout, or what stands in for it. */
    Path built(Path file) {
        if (Files.exists(file)) {
            return file;
        }
        if (!missing.contains(file)) {
            missing.add(file);
        }
        return stub;
    }

    Path home() {
        return home;
    }

    /** What was asked for and is not built. */
    public List<Path> missing() {
        return List.copyOf(missing);
    }
}
