/** Builds the desk and the reader's check where they are missing or older than their sources; says so on standard error. Never rejects. */
export function ensureDesk(): Promise<void>;
