package dev.tidemark.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.tidemark.domain.view.WindowSpec;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WindowSpecJsonTest {

    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");

    @Test
    void eachKindSaysWhatItHas() throws IOException {
        assertThat(json(new WindowSpec.Fixed(Duration.ofMinutes(2), Duration.ofSeconds(30))))
                .isEqualTo("{'kind':'fixed','size':'PT2M','offset':'PT30S'}");
        assertThat(json(new WindowSpec.Sliding(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ZERO)))
                .isEqualTo("{'kind':'sliding','size':'PT5M','every':'PT1M','offset':'PT0S'}");
        assertThat(json(new WindowSpec.Session(Duration.ofMinutes(30), WindowSpec.Boundary.INCLUSIVE)))
                .isEqualTo("{'kind':'session','gap':'PT30M','boundary':'inclusive'}");
        assertThat(json(new WindowSpec.Calendar(WindowSpec.Unit.DAY, DayOfWeek.MONDAY, SEOUL)))
                .isEqualTo("{'kind':'calendar','unit':'day','zone':'Asia/Seoul'}");
        assertThat(json(new WindowSpec.Calendar(WindowSpec.Unit.WEEK, DayOfWeek.SUNDAY, SEOUL)))
                .isEqualTo("{'kind':'calendar','unit':'week','weekStart':'sunday','zone':'Asia/Seoul'}");
    }

    private static String json(WindowSpec window) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            WindowSpecJson.write(json, window);
        }
        return text.toString().replace('"', '\'');
    }
}
