/** Builds the desk when it is missing or older than its sources; says so on standard error. Never rejects. */
export function ensureDesk(): Promise<void>;
