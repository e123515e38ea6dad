package io.kse.log;

import com.fasterxml.jackson.core.JsonStreamContext;
import io.kse.config.KnownSecrets;
import net.logstash.logback.mask.ValueMasker;

/** The same for lines in JSON: no value of a field holds a token or password of ours. */
public final class MaskedJson implements ValueMasker {
    /** Null if the value stays as it is. */
    @Override
    public Object mask(JsonStreamContext context, Object value) {
        if (value instanceof CharSequence text) {
            String masked = KnownSecrets.masked(text.toString());
            return masked.contentEquals(text) ? null : masked;
        }
        return null;
    }
}
