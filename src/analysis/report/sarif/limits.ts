/*
 * Models: what GitHub takes of a report, as of November 2026 (https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning
 * and https://docs.github.com/code-security/code-scanning/troubleshooting-sarif/results-exceed-limit). It refuses what is larger as a whole.
 */

/** Results of a run; the worst 5,000 are shown. */
export const RESULTS = 25_000;

/** Rules of a run. */
export const RULES = 25_000;

/** Places on the paths of a result; it takes 10,000 and shows 1,000. */
export const THREAD_FLOW_LOCATIONS = 1_000;

/** Places of a result; it takes 1,000 and shows 100. */
export const SHOWN_LOCATIONS = 100;

/** Tags of a rule; it takes 20 and shows 10. */
export const TAGS = 10;

/** Bytes of a report, compressed with gzip. */
export const COMPRESSED_BYTES = 10 * 1024 * 1024;
