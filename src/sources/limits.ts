// Every limit of the transports, with its default. What differs per source (interval, timeout, maxBytes, settle) stands in
// the source's configuration instead. Times are milliseconds unless the name says otherwise.

export interface SourceLimits {
  /** Redirects followed in one poll. */
  readonly redirects: number;
  /** Longest wait for a TCP or TLS connection. */
  readonly connect: number;
  /** Longest silence of a server in the middle of an answer; the source's `timeout` bounds the whole. */
  readonly idle: number;
  /** Largest header block of an answer, bytes. */
  readonly headerBytes: number;
  /** Most codings in one Content-Encoding: each further layer multiplies what a decompression bomb can do. */
  readonly contentCodings: number;
  /** Base-2 logarithm of the largest zstd window: 8 MB, what RFC 9659 §3 lets a server ask of an HTTP client. */
  readonly zstdWindowLog: number;
  /** Least time between the end of one request to a host and the start of the next. */
  readonly hostGap: number;
  /** Share of every wait that is random, in either direction. */
  readonly jitter: number;
  /** First wait after a failed poll, if the interval is not shorter. Doubles with each further failure. */
  readonly pollRetry: number;
  /** Longest wait after failures, if the interval is not longer. */
  readonly pollRetryCeiling: number;
  /** Longest wait that a server's Retry-After can ask for. */
  readonly retryAfterCeiling: number;
  /** The first polls after a start are spread over this time per source … */
  readonly startSpread: number;
  /** … but over no more than this. */
  readonly startSpreadCeiling: number;

  /** Time between two looks at a folder; `fs.watch` calls sooner where it works. */
  readonly scan: number;
  /** Events of `fs.watch` within this time are one. */
  readonly doorbell: number;
  /** Deliveries of one folder under way at once. */
  readonly folderDeliveries: number;
  /** How often a file that can't be read or taken in is tried before it goes to `failed/`. */
  readonly fileAttempts: number;
  /** An empty file is often one that is about to be written: it must stand still at least this long. */
  readonly emptySettle: number;
  /** First wait after the store or the folder failed; doubles with each further failure. */
  readonly folderRetry: number;
  readonly folderRetryCeiling: number;
  /** A folder's state is saved at least this often, so that its last look can be read. */
  readonly folderStateEvery: number;
  /** Longest file name the moves produce, bytes. */
  readonly fileNameBytes: number;

  /** Largest difference between a push's signed time and this machine's clock, seconds. */
  readonly signatureToleranceSeconds: number;
  /** Most `v1` signatures compared in one header; more than one is sent while a secret is being changed. */
  readonly signatures: number;
  /** Longest Stet-Guid or Stet-Version after decoding, UTF-8 bytes. */
  readonly identityBytes: number;
}

export const SOURCE_LIMITS: SourceLimits = {
  redirects: 5,
  connect: 10_000,
  idle: 20_000,
  headerBytes: 32 * 1024,
  contentCodings: 2,
  zstdWindowLog: 23,
  hostGap: 1_000,
  jitter: 0.1,
  pollRetry: 60_000,
  pollRetryCeiling: 3_600_000,
  retryAfterCeiling: 86_400_000,
  startSpread: 200,
  startSpreadCeiling: 10_000,

  scan: 5_000,
  doorbell: 50,
  folderDeliveries: 4,
  fileAttempts: 3,
  emptySettle: 60_000,
  folderRetry: 2_000,
  folderRetryCeiling: 300_000,
  folderStateEvery: 60_000,
  fileNameBytes: 255,

  signatureToleranceSeconds: 300,
  signatures: 4,
  identityBytes: 1024,
};
