package dev.tidemark.ingest.reading;

import java.util.Arrays;
import java.util.regex.Pattern;

/** What becomes of an IP address that an SDK sends along. None is ever kept whole. */
public enum IpPrivacy {
    /** It is left out. */
    DROP {
        @Override
        ForeignField applyTo(String address) {
            return ForeignField.MISSING;
        }
    },
    /** The network stays: {@code 203.0.113.7} becomes {@code 203.0.113.0}, {@code 2001:db8:1:2::3} {@code 2001:db8:1::}. */
    TRUNCATE {
        @Override
        ForeignField applyTo(String address) {
            if (IPV4.matcher(address).matches()) {
                return Scalar.string(address.substring(0, address.lastIndexOf('.')) + ".0");
            }
            if (!IPV6.matcher(address).matches()) {
                return ForeignField.MISSING;
            }
            String[] groups = address.split("::", 2)[0].split(":");
            int kept = Math.min(3, groups.length);
            return Scalar.string(String.join(":", Arrays.copyOf(groups, kept)) + "::");
        }
    };

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]{2,39}");

    abstract ForeignField applyTo(String address);

    /** What may be kept of an address; nothing of what is none. */
    public ForeignField apply(ForeignField address) {
        return address instanceof Scalar scalar && scalar.isString() ? applyTo(scalar.text()) : ForeignField.MISSING;
    }
}
