package dev.tidemark.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** With {@link HttpURLConnection}, which Java and Android both have. Bodies of a kilobyte or more go compressed. */
public final class UrlTransport implements Transport {

    private static final int CONNECT_MILLIS = 10_000;

    /** Longer than the server may take, so that its answer says what became of the events. */
    private static final int ANSWER_MILLIS = 40_000;

    private static final int WORTH_GZIP = 1_024;
    private static final int LONGEST_ANSWER = 1024 * 1024;

    private final String server;
    private final String apiKey;

    /** @param server as {@code https://events.example.com}, below which the paths of the API stand */
    public UrlTransport(String server, String apiKey) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.apiKey = apiKey;
    }

    @Override
    public Answered send(Move.Send request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) new URL(server + request.path()).openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        // A redirected POST becomes a GET, and its 200 says nothing of the events.
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod(request.method());
        connection.setRequestProperty("X-Api-Key", apiKey);
        byte[] body = request.body();
        if (body != null) {
            post(connection, body);
        }
        int status = connection.getResponseCode();
        return new Answered(status, connection.getHeaderField("Retry-After"), answer(connection, status));
    }

    private static void post(HttpURLConnection connection, byte[] body) throws IOException {
        byte[] sent = body;
        connection.setRequestProperty("Content-Type", "application/json");
        if (body.length >= WORTH_GZIP) {
            connection.setRequestProperty("Content-Encoding", "gzip");
            sent = gzip(body);
        }
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(sent.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(sent);
        }
    }

    private static byte[] gzip(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    private static String answer(HttpURLConnection connection, int status) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] buffer = new byte[8_192];
            for (int n = in == null ? -1 : in.read(buffer);
                    n >= 0 && bytes.size() < LONGEST_ANSWER;
                    n = in.read(buffer)) {
                bytes.write(buffer, 0, n);
            }
        }
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }
}
