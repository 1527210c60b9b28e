package dev.tidemark.batch.judge;

/** How likely it is that bounds that hold with a stated confidence are missed so often. */
final class Chance {

    private Chance() {}

    /**
     * The upper tail of the binomial distribution: the chance of at least {@code misses} among {@code trials} that each
     * miss with the chance {@code p}.
     *
     * @param p {@code 0 < p < 1}
     */
    static double ofAtLeast(long misses, long trials, double p) {
        if (misses <= 0) {
            return 1;
        }
        double tail = 0;
        double term = Math.exp(logChoose(trials, misses) + misses * Math.log(p) + (trials - misses) * Math.log1p(-p));
        for (long i = misses; i <= trials; i++) {
            tail += term;
            // Beyond the mean the terms only fall: what is too small to be seen may be left out.
            if (i > trials * p && term < tail * 1e-17) {
                break;
            }
            term *= (double) (trials - i) / (i + 1) * p / (1 - p);
        }
        return Math.min(1, tail);
    }

    private static double logChoose(long n, long k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** By Stirling's series, whose error is below 1e-10 from 20 on. */
    private static double logFactorial(long n) {
        if (n < 20) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return Math.log(product);
        }
        double x = n;
        return x * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
