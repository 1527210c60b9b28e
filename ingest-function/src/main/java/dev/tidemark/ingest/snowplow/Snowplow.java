package dev.tidemark.ingest.snowplow;

import dev.tidemark.ingest.IngestConfig;
import dev.tidemark.ingest.model.ReadEvent;
import dev.tidemark.ingest.model.RejectCode;
import dev.tidemark.ingest.model.RejectedEvent;
import dev.tidemark.ingest.reading.Batch;
import dev.tidemark.ingest.reading.ForeignBody;
import dev.tidemark.ingest.reading.ForeignEvent;
import dev.tidemark.ingest.reading.ForeignField;
import dev.tidemark.ingest.reading.ForeignItem;
import dev.tidemark.ingest.reading.IpPrivacy;
import dev.tidemark.ingest.reading.Scalar;
import dev.tidemark.ingest.reading.Shape;
import dev.tidemark.ingest.reading.UnreadableException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the payloads of Snowplow's trackers map onto events. All their fields are strings, times and numbers, too.
 *
 * <table>
 * <caption>Mapping</caption>
 * <tr><td>device</td><td>{@code duid}, else {@code userId} of the context {@code client_session}, else {@code nuid}, else
 * {@code uid}</td></tr>
 * <tr><td>id</td><td>{@code eid}, else a hash of the payload without {@code stm}</td></tr>
 * <tr><td>type</td><td>of a structured event its action, {@code se_ac}; of a self-describing one the name of its schema; of all
 * others {@link #TYPES the name} of {@code e}</td></tr>
 * <tr><td>occurredAt</td><td>{@code ttm}, else {@code dtm}</td></tr>
 * <tr><td>sentAt</td><td>{@code stm}; none beside {@code ttm}, which is true and wants no correction</td></tr>
 * <tr><td>value</td><td>{@code se_va}, {@code tr_tt}, {@code value} or {@code revenue} of a self-describing event, or what is
 * configured</td></tr>
 * <tr><td>attributes</td><td>{@link #ATTRIBUTES fields of the payload} by the names that they have in Snowplow's tables; scalars
 * of a self-describing event; those of contexts behind the name of their schema and a dot; {@code ip} as the privacy switch
 * allows</td></tr>
 * </table>
 */
@Singleton
public final class Snowplow {

    private static final Shape HEAD = Shape.of().knowing("schema");
    private static final Scalar STRUCTURED = Scalar.string("se");
    private static final Scalar SELF_DESCRIBING = Scalar.string("ue");

    private static final Map<String, String> TYPES = Map.of(
            "pv", "page_view",
            "pp", "page_ping",
            "tr", "transaction",
            "ti", "transaction_item",
            "ad", "ad_impression");

    /** Fields of a payload that become attributes, and as what. */
    private static final Map<String, String> ATTRIBUTES = Map.ofEntries(
            Map.entry("aid", "app_id"),
            Map.entry("p", "platform"),
            Map.entry("uid", "user_id"),
            Map.entry("sid", "domain_sessionid"),
            Map.entry("lang", "br_lang"),
            Map.entry("url", "page_url"),
            Map.entry("page", "page_title"),
            Map.entry("refr", "page_referrer"),
            Map.entry("se_ca", "se_category"),
            Map.entry("se_la", "se_label"),
            Map.entry("se_pr", "se_property"),
            Map.entry("tr_id", "tr_orderid"),
            Map.entry("ti_id", "ti_orderid"),
            Map.entry("ti_sk", "ti_sku"));

    /** What the tracker protocol names, beside what is read. */
    private static final String[] KNOWN = ("tna tz tid tv tnuid vid res ua fp ctype cookie cd cs ds vp mac"
                    + " f_pdf f_qt f_realp f_wma f_dir f_fla f_java f_gears f_ag pp_mix pp_max pp_miy pp_may"
                    + " ad_ba ad_ca ad_ad ad_uid tr_af tr_tt tr_tx tr_sh tr_ci tr_st tr_co tr_cu"
                    + " ti_nm ti_na ti_ca ti_pr ti_qu ti_cu se_va ue_na evn")
            .split(" ");

    private static final String DATA = "data.";
    private static final List<String> DEVICE_BEFORE_CONTEXTS = List.of("duid");
    private static final List<String> DEVICE_AFTER_CONTEXTS = List.of("nuid", "uid");

    private final List<String> valuePaths;
    private final IpPrivacy privacy;
    private final Shape payload;
    private final Shape selfDescribing;

    @Inject
    Snowplow(SnowplowConfig snowplow, IngestConfig config) {
        this(snowplow.value(), config.privacy().ip());
    }

    Snowplow(List<String> valuePaths, IpPrivacy privacy) {
        this.valuePaths = List.copyOf(valuePaths);
        this.privacy = privacy;
        this.payload = Shape.of()
                .fields("e", "eid", "dtm", "ttm", "stm", "se_ac", "ue_px", "ue_pr", "cx", "co", "ip")
                .fields(DEVICE_BEFORE_CONTEXTS)
                .fields(DEVICE_AFTER_CONTEXTS)
                .fields(List.copyOf(ATTRIBUTES.keySet()))
                .fields(valuesOf(false).toList())
                .ofTheAttempt("stm")
                .knowing(KNOWN);
        // What an app has said lies in the data of a document that lies in the data of another.
        this.selfDescribing = Shape.of()
                .fields("data.schema")
                .fields(valuesOf(true).map(path -> DATA + path).toList())
                .attributesBelow("data.data");
    }

    private Stream<String> valuesOf(boolean data) {
        return valuePaths.stream().filter(path -> path.startsWith(DATA) == data);
    }

    /**
     * Reads a body.
     *
     * @throws UnreadableException if it is none
     */
    Batch read(byte[] body) throws UnreadableException {
        ForeignBody read = ForeignBody.read(body, HEAD, "data", payload);
        Batch batch = Batch.withoutKey(read.ignored());
        for (ForeignItem item : read.items()) {
            if (item == null) {
                batch.addNoEvent();
            } else {
                add(item, batch);
            }
        }
        return batch;
    }

    private void add(ForeignItem item, Batch batch) {
        ForeignField trueTime = item.get("ttm");
        ForeignField sentAt = trueTime.isPresent() ? ForeignField.MISSING : millis(item.get("stm"));
        ForeignField device = item.first(DEVICE_BEFORE_CONTEXTS);
        ReadEvent event;
        try {
            Contexts contexts = Contexts.of(Embedded.of(item, "cx", "co"));
            device = device.or(contexts.device());
            event = event(item, contexts);
        } catch (UnreadableException e) {
            event = new RejectedEvent(
                    item.get("eid") instanceof Scalar id && id.isString() ? id.text() : null,
                    RejectCode.INVALID_EVENT,
                    String.valueOf(e.getMessage()));
        }
        batch.add(device.or(item.first(DEVICE_AFTER_CONTEXTS)), sentAt, event);
    }

    private ReadEvent event(ForeignItem item, Contexts contexts) throws UnreadableException {
        ForeignField code = item.get("e");
        ForeignItem said = code.equals(SELF_DESCRIBING)
                ? Embedded.of(item, "ue_px", "ue_pr").object(selfDescribing)
                : ForeignItem.empty(selfDescribing);
        ForeignEvent event = new ForeignEvent(item)
                .id(item.get("eid"))
                .type(typeOf(code, item, said))
                .occurredAt(millis(item.get("ttm").or(item.get("dtm"))))
                .value(valueOf(item, said))
                .attributesOf(said, "");
        ATTRIBUTES.forEach((field, name) -> event.attribute(name, item.get(field)));
        contexts.addTo(event);
        return event.attribute("ip", privacy.apply(item.get("ip"))).read();
    }

    private static ForeignField typeOf(ForeignField code, ForeignItem item, ForeignItem said) {
        if (code.equals(STRUCTURED)) {
            return item.get("se_ac");
        }
        if (code.equals(SELF_DESCRIBING)) {
            return SchemaName.of(said.get("data.schema"));
        }
        return code instanceof Scalar known && known.isString()
                ? Scalar.string(TYPES.getOrDefault(known.text(), known.text()))
                : code;
    }

    private ForeignField valueOf(ForeignItem item, ForeignItem said) {
        ForeignField value = ForeignField.MISSING;
        for (String path : valuePaths) {
            value = value.or(path.startsWith(DATA) ? said.get(DATA + path) : item.get(path));
        }
        return value;
    }

    /** A time as the number that its string holds; what holds none, as it came. */
    private static ForeignField millis(ForeignField time) {
        return time instanceof Scalar scalar
                        && scalar.isString()
                        && !scalar.text().isEmpty()
                        && scalar.text().chars().allMatch(c -> c >= '0' && c <= '9')
                ? Scalar.number(scalar.text())
                : time;
    }
}
