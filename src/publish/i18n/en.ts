// The interface in English.

import { en as log } from './log/en.ts';
import type { Messages } from './messages.ts';

const versions = (n: number): string => (n === 1 ? '1 version' : `${n} versions`);

export const en: Messages = {
  language: 'en',
  direction: 'ltr',
  name: 'English',

  skipToContent: 'Skip to the content',
  sections: 'Sections',
  frontPage: 'Front page',
  search: 'Search',
  searchLabel: 'Search all stories',
  searchHint:
    'All words must occur. “Quotation marks” keep a phrase together; an asterisk* stands for any ending.',
  searchNothing: (query) => `Nothing found for: ${query}`,
  searchResults: (query) => `Stories found for: ${query}`,
  searchPrompt: 'What are you looking for?',
  about: 'How we publish',
  feeds: 'Feeds',
  interfaceLanguage: 'Language of this site',

  older: 'Older stories',
  newest: 'Newest stories',
  pages: 'Pages',
  noStories: 'No stories here yet.',
  timesIn: (zone) => `Times are in ${zone}`,

  flash: 'Flash',
  urgent: 'Urgent',
  alert: 'Alert',
  shortUnread: 'Not read by an editor',
  shortRead: 'Read by an editor',
  versionCount: versions,

  label: 'Label',
  labelUnread:
    'This post has been auto-published from an agency feed without any modifications to the text and has not been reviewed by an editor',
  labelRead: (time) =>
    `This post has been published from an agency feed without any modifications to the text and was read by an editor on ${time}`,
  whatThisMeans: 'What this means',

  noHeadline: 'The agency sent no headline. These are the opening words of its text.',
  alertOnly: 'This is an alert: the agency has sent a headline only.',
  agencyCreated: 'Created by the agency',
  agencyUpdated: 'Updated by the agency',
  received: 'Received here',
  published: 'Published here',
  updated: 'Updated here',
  media: 'Pictures and media sent with this story',
  mediaNote: 'They are on the agency’s server and are not loaded by this page.',
  mediaLink: (kind, host) => `${kind} at ${host}`,
  mediaKinds: { image: 'Picture', audio: 'Audio', video: 'Video', file: 'File' },
  credit: 'Credit',
  provenance: (agency, received, published) => [
    'Received from ',
    agency,
    ' on ',
    received,
    ', published on ',
    published,
    ' without modification.',
  ],
  agencyPage: 'This story at the agency',
  copyright: 'Copyright',
  usageTerms: 'Usage terms',
  keywords: 'Keywords',
  subjects: 'Subjects',
  fingerprint: 'Fingerprint of the text (SHA-256)',
  fingerprintNote:
    'Computed from the text exactly as the agency sent it. If a single character differed, so would this number.',
  allVersions: (n) => (n === 1 ? 'Version history (1 version)' : `Compare all ${n} versions`),
  aboutStory: 'About this story',

  checkStory: 'Check this story',
  checkIntro: [
    'Everything that the public gets to see here, each version, correction and withdrawal, is an entry in a public log that nobody can change afterwards without it showing. So you can check whether this text is the one that was published, and what has happened to it since.',
    'With scripts allowed your browser checks it here, step by step. Without them, take the files below to the checker.',
  ],
  checkFiles: 'To check with',
  checkProof: 'Proof of this story',
  checkRecord: 'Record of this story',
  checkHistory: 'History of this story in the log',
  checkLog: 'About the log',
  checkKey: 'The log’s key',
  checkOffline: 'Checker, to save and use offline',
  checkLimits:
    'A page cannot bear witness against its own publisher. Whoever wants to be sure uses a checker and a key that come from somewhere else.',

  versionsTitle: 'Versions',
  versionsIntro: 'Every version of this story that has been public here, newest first.',
  versionsOne:
    'There has been one version of this story. When the agency sends another, the differences appear here.',
  compareFrom: 'Compare',
  compareTo: 'with',
  compare: 'Show differences',
  versionNumber: (n) => `Version ${n}`,
  agencyVersion: (version) => `agency’s version ${version}`,
  current: 'shown now',
  earlierVersion: (from, until) => [
    'An earlier version of this story, as the agency sent it. It was published here on ',
    from,
    '; another version took its place on ',
    until,
    '.',
  ],
  differences: (from, to) => `From version ${from} to version ${to}`,
  differencesKey: 'Struck through: words that were removed. Underlined: words that were added.',
  added: 'added',
  removed: 'removed',
  same: 'The two versions have the same words.',
  backToStory: 'Back to the story',

  aboutTitle: 'How we publish',
  aboutParagraphs: (site) => [
    `${site} publishes stories from news agencies exactly as the agencies send them. Most go out automatically, seconds after they arrive and before anyone here has read them. That is fast, and it has a price: nobody here has checked them first. So every story says plainly who has read it.`,
  ],
  aboutLabelTitle: 'The label',
  aboutLabelIntro:
    'Each story carries one of two lines. The software works it out from the record of what happened; nobody can type it, and it is never part of the agency’s text.',
  aboutLabelUnread: 'No editor here has read this version. It is the agency’s word alone.',
  aboutLabelRead: 'An editor here has read the version that you see, and left it as it stands.',
  aboutVerbatimTitle: 'Without modification',
  aboutVerbatim: [
    'The text that you read is compared, character for character, with the text that arrived. If the two differ in anything, the story is held back. Spelling mistakes, quotation marks and datelines stand as the agency wrote them.',
    'Only the typography is ours. Remote pictures and embedded scripts are left out, so that no third party learns what you read; pictures are listed with a link instead.',
  ],
  aboutChangesTitle: 'Updates and corrections',
  aboutChanges: [
    'When the agency sends a new version, it takes the place of the old one at the same address. The version history of each story shows all of them and the differences between any two.',
    'Times are given for both sides: when the agency says it wrote the story, and when it arrived and was published here.',
  ],
  aboutPrivacyTitle: 'Your privacy',
  aboutPrivacy:
    'These pages set no cookies, load nothing from other servers and do not track you. They work without scripts.',
  aboutContactTitle: 'Contact',
  aboutAgenciesTitle: 'Agencies',

  log,

  notFoundTitle: 'Page not found',
  notFound:
    'There is nothing at this address. It may have been mistyped, or the story may never have been published here.',
  goneTitle: 'This story is not available',
  gone: 'The story that stood at this address has been taken down and is not published at present.',
  takenDownTitle: 'This story was taken down',
  takenDown: (time) =>
    `The story that stood at this address was taken down on ${time}. Its text has been erased here.`,
  takenDownReason: 'Reason',
  takenDownReasons: {
    'court-order': 'By order of a court',
    privacy: 'Privacy',
    defamation: 'Defamation',
    copyright: 'Copyright',
    'agency-request': 'At the agency’s request',
    other: 'Other',
  },
  takenDownReference: 'Reference',
  takenDownProof: 'Proof in the public log that it was published and taken down',
  errorTitle: 'Something went wrong',
  error: 'The page could not be made. The fault is ours and has been recorded. Please try again in a moment.',
};
