// Every sentence of the public site's interface. A language is one object of this type, so a missing key does not
// compile. Agency copy is never translated; these are only the words around it.

import type { TakedownReason } from '../../model/takedown.ts';

import type { LogMessages } from './log/messages.ts';

export interface Messages {
  /** BCP 47, for `lang` and for Intl. */
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The language's own name, for the language links. */
  readonly name: string;

  readonly skipToContent: string;
  readonly sections: string;
  readonly frontPage: string;
  readonly search: string;
  readonly searchLabel: string;
  readonly searchHint: string;
  readonly searchNothing: (query: string) => string;
  readonly searchResults: (query: string) => string;
  readonly searchPrompt: string;
  readonly about: string;
  readonly feeds: string;
  readonly interfaceLanguage: string;

  readonly older: string;
  readonly newest: string;
  readonly pages: string;
  readonly noStories: string;
  readonly timesIn: (zone: string) => string;

  readonly flash: string;
  readonly urgent: string;
  readonly alert: string;
  /** Short forms of the label for lists; the full line is on every post. */
  readonly shortUnread: string;
  readonly shortRead: string;
  readonly versionCount: (n: number) => string;

  /** The label: the whole line, once on every post. */
  readonly label: string;
  readonly labelUnread: string;
  readonly labelRead: (time: string) => string;
  readonly whatThisMeans: string;

  readonly noHeadline: string;
  readonly alertOnly: string;
  readonly agencyCreated: string;
  readonly agencyUpdated: string;
  readonly received: string;
  readonly published: string;
  readonly updated: string;
  readonly media: string;
  readonly mediaNote: string;
  readonly mediaLink: (kind: string, host: string) => string;
  readonly mediaKinds: {
    readonly image: string;
    readonly audio: string;
    readonly video: string;
    readonly file: string;
  };
  readonly credit: string;
  /** In parts, so that a page can put its own elements in the places. */
  readonly provenance: <T>(agency: T, received: T, published: T) => readonly (string | T)[];
  readonly agencyPage: string;
  readonly copyright: string;
  readonly usageTerms: string;
  readonly keywords: string;
  readonly subjects: string;
  readonly fingerprint: string;
  readonly fingerprintNote: string;
  readonly allVersions: (n: number) => string;
  readonly aboutStory: string;

  readonly checkStory: string;
  readonly checkIntro: readonly string[];
  /** Heading of the list of what to check with. */
  readonly checkFiles: string;
  readonly checkProof: string;
  readonly checkRecord: string;
  readonly checkHistory: string;
  readonly checkLog: string;
  readonly checkKey: string;
  readonly checkOffline: string;
  readonly checkLimits: string;

  readonly versionsTitle: string;
  readonly versionsIntro: string;
  readonly versionsOne: string;
  readonly compareFrom: string;
  readonly compareTo: string;
  readonly compare: string;
  readonly versionNumber: (n: number) => string;
  readonly agencyVersion: (version: string) => string;
  readonly current: string;
  /** In parts. `from`: when it became public here; `until`: when another took its place. */
  readonly earlierVersion: <T>(from: T, until: T) => readonly (string | T)[];
  readonly differences: (from: number, to: number) => string;
  readonly differencesKey: string;
  readonly added: string;
  readonly removed: string;
  readonly same: string;
  readonly backToStory: string;

  readonly aboutTitle: string;
  readonly aboutParagraphs: (site: string) => readonly string[];
  readonly aboutLabelTitle: string;
  readonly aboutLabelIntro: string;
  readonly aboutLabelUnread: string;
  readonly aboutLabelRead: string;
  readonly aboutVerbatimTitle: string;
  readonly aboutVerbatim: readonly string[];
  readonly aboutChangesTitle: string;
  readonly aboutChanges: readonly string[];
  readonly aboutPrivacyTitle: string;
  readonly aboutPrivacy: string;
  readonly aboutContactTitle: string;
  readonly aboutAgenciesTitle: string;

  /** The public log's page. */
  readonly log: LogMessages;

  readonly notFoundTitle: string;
  readonly notFound: string;
  readonly goneTitle: string;
  readonly gone: string;
  readonly takenDownTitle: string;
  readonly takenDown: (time: string) => string;
  readonly takenDownReason: string;
  readonly takenDownReasons: Readonly<Record<TakedownReason, string>>;
  readonly takenDownReference: string;
  readonly takenDownProof: string;
  readonly errorTitle: string;
  readonly error: string;
}
