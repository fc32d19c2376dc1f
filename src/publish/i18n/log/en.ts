// The public log in English.

import type { LogMessages } from './messages.ts';

export const en: LogMessages = {
  name: 'Public log',
  aboutTitle: 'Proof instead of promises',
  about:
    'Every version, correction and withdrawal that readers could see here is an entry in a public log. Nobody, and that includes us, can change or remove one without it showing. Each story can be checked against it.',

  title: 'The public log',
  intro: [
    'Whenever a story goes out on this site, and whenever the agency or an editor changes, corrects, withdraws or reviews it, the site writes an entry into a log before the page appears. Each entry holds a fingerprint of the text that was shown.',
    'Entries are only ever added at the end. A signature covers all of them together, so that nobody can alter, insert or drop one later without every copy of the log disagreeing. Anybody may copy it.',
  ],
  closedTitle: 'The log is closed at present',
  closed:
    'What the site has kept of the log could not be confirmed, so nothing is being signed, and no new story is published until that is settled. What agencies withdraw is still withdrawn. Everything below is as it was signed last.',
  empty: 'The log has no entries yet: nothing has been published here since it began.',

  checkpointTitle: 'Its latest signed state',
  checkpoint:
    'Keep these lines, or the file. If the log ever shows something that does not go on from them, it has been tampered with.',
  entries: 'Entries',
  root: 'Fingerprint of all entries',
  newestEntry: 'Newest entry',
  witnesses: 'Witnesses',
  noWitnesses: 'none. That everybody is shown the same log is the publisher’s word alone.',
  witnessed: 'have confirmed that the log has only grown since they last saw it:',

  keyTitle: 'Its key',
  key: 'Whoever has this key can check every signature of the log. Compare it with one that you have from somewhere else, such as a contract, a printed page or an old copy of this one.',
  noKey: 'The key can not be shown at present. Use the one that you noted earlier.',
  earlierKeys: 'Earlier keys',
  signsUntil: 'signs beside the new one until',
  signedUntil: 'replaced; good until',
  compromised: 'given up because others may have it; not to be trusted since',

  readerTitle: 'Checking a story',
  readerSteps: [
    'Open “Check this story” below any story here. Your own browser then compares the text on your screen with the log, and shows what has happened to the story since.',
    'Or save the page, and open it in the checker. It is one file that you can keep; it works without a connection and needs nothing from this site.',
    'Use a key that you noted earlier. Then the check does not depend on what this site says today.',
  ],
  checker: 'Open the checker',
  auditTitle: 'Auditing the whole log',
  audit:
    'For agencies’ engineers and courts’ experts: this reads every entry, follows the history of every story, and holds each page against its entry. It says what is wrong, and where. The second command goes on watching.',
  auditFormats:
    'The log’s files have public formats (C2SP tlog-tiles, tlog-checkpoint and signed-note), so that other programs can check it as well.',
  limitsTitle: 'What it can not show',
  limits: [
    'The log shows what was published and when. It does not show that a story is true.',
    'Where the law demands it, the text of a story and all that names it are erased. Its entries stay, and so does the notice that it was taken down.',
  ],

  filesTitle: 'Its files',
  fileCheckpoint: 'Latest signed state',
  fileKeys: 'All keys and their times',
  fileTile: 'First fingerprints',
  fileEntries: 'First entries',
  fileRecords: 'First records',
};
