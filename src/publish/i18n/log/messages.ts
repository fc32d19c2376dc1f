// The words of the page about the public log, and of the links to it.

export interface LogMessages {
  /** The links in the footer and on the page about how we publish. */
  readonly name: string;
  readonly aboutTitle: string;
  readonly about: string;

  readonly title: string;
  readonly intro: readonly string[];
  readonly closedTitle: string;
  readonly closed: string;
  readonly empty: string;

  readonly checkpointTitle: string;
  readonly checkpoint: string;
  readonly entries: string;
  readonly root: string;
  readonly newestEntry: string;
  readonly witnesses: string;
  readonly noWitnesses: string;
  readonly witnessed: string;

  readonly keyTitle: string;
  readonly key: string;
  readonly noKey: string;
  readonly earlierKeys: string;
  readonly signsUntil: string;
  readonly signedUntil: string;
  readonly compromised: string;

  readonly readerTitle: string;
  readonly readerSteps: readonly string[];
  readonly checker: string;
  readonly auditTitle: string;
  readonly audit: string;
  readonly auditFormats: string;
  readonly limitsTitle: string;
  readonly limits: readonly string[];

  readonly filesTitle: string;
  readonly fileCheckpoint: string;
  readonly fileKeys: string;
  readonly fileTile: string;
  readonly fileEntries: string;
  readonly fileRecords: string;
}
