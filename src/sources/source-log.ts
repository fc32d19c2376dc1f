// What the transports write log lines to; a pino logger is one. Facts never hold credentials or URLs with them.

export interface SourceLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
