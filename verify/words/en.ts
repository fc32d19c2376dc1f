// What the check says, in English.

import type { Words } from './words.ts';

export const en: Words = {
  language: 'en',
  direction: 'ltr',
  name: 'English',

  steps: {
    key: 'The key',
    signature: 'The signature',
    log: 'The place in the log',
    record: 'The record',
    headline: 'The headline',
    text: 'The text',
    markup: 'Markup and links',
    label: 'The label',
    age: 'The state of the log',
    later: 'What came later',
  },
  states: { ok: 'Right', notice: 'Note', failed: 'Failed', unknown: 'Not checked' },
  outcomes: {
    'not-reached': 'This rests on an earlier step that was not passed.',
    'page-missing': 'No page of the story was given.',

    'key-given': 'The log’s key is the one that you gave.',
    'key-remembered': 'The log’s key is the one that this browser has known since {since}.',
    'key-new':
      'There is nothing yet to compare the log’s key with. The site also shows it on its page about the log and in trust.txt; the agency or a library may have it too.',
    'key-replaced': 'The log has a new key, and the key known before has signed for it as well.',
    'key-changed':
      'This is another key than the one known for this log, and the known key has not signed for it. Somebody else may be speaking in the log’s name. Do not rely on this page.',
    'key-malformed': 'This is not a key that can be used: {found}',
    'key-missing': 'No key was found or given.',

    signed: 'The log’s key has signed this state of the log (entries: {size}).',
    cosigned:
      'The log’s key has signed this state of the log (entries: {size}). Independent witnesses who have signed too: {witnesses}, the last on {cosigned}.',
    'proof-missing': 'There is no proof to check.',
    'proof-malformed': 'The proof is damaged or was changed: it cannot be read.',
    'checkpoint-malformed': 'The signed checkpoint is damaged or was changed: it cannot be read.',
    'signature-wrong': 'The signature does not fit the checkpoint: one of the two was changed after signing.',
    'signature-missing': 'The log’s key has not signed this checkpoint.',
    'origin-wrong': 'The checkpoint is of another log: {found} instead of {origin}.',

    included:
      'The story’s entry stands in the log under number {index} (entries: {size}). It was logged on {logged}.',
    'not-included':
      'The proof does not lead from this entry at place {index} to the signed log: the entry, the place or the proof was changed.',
    'leaf-missing': 'The proof comes without the entry that it proves.',
    'leaf-malformed': 'What the log holds at place {index} is not an entry about a story.',

    'record-fits': 'The record is the one that the entry commits to.',
    'record-missing': 'The record was not found or given, so the page cannot be compared with it.',
    'record-erased': 'The record has been erased, and the log says openly that it was.',
    'record-malformed': 'The record cannot be read.',
    'record-differs': 'The record is not the one that the entry commits to: it was changed.',
    'other-story': 'This is the proof of another story: {path}',
    'nothing-public': 'According to the log nothing of this story was public then.',

    'headline-same': 'The headline on this page is the published one, to the letter.',
    'headline-differs': 'The headline on this page is not the one that was published.',
    'headline-missing': 'This page has no headline.',
    'headline-twice': 'This page has more than one headline.',

    'text-same': 'The text on this page is the published one, to the letter.',
    'text-none': 'The story is a headline only, here as in the log.',
    'text-differs':
      'The text on this page is not the one that was published: words, characters or the order of paragraphs differ.',
    'text-unverifiable':
      'There is something in the text on this page that cannot have been published: {why} at {place}.',
    'body-missing': 'The text is missing on this page.',
    'body-twice': 'This page has more than one text.',

    'markup-same': 'Emphasis, lists, tables and the targets of links are the published ones.',
    'markup-differs': 'The words are right, but markup or the target of a link is not what was published.',

    'label-unread': 'The label says that no editor has read the story, and the log says the same.',
    'label-read': 'The label says that an editor has read the story, and so does the log, on {logged}.',
    'label-read-since': 'An editor has read the story since this page was made, on {logged}.',
    'label-claims-read': 'The label says that an editor has read the story. The log does not.',
    'label-claims-unread':
      'The label says that no editor has read the story. The log says that one has, on {logged}.',
    'label-missing': 'The label is missing on this page.',
    'label-twice': 'This page has more than one label.',
    'label-words': 'The label does not have the words that it must have.',

    'log-asked': 'Asked just now, the log had lost nothing that was seen before (entries: {size}).',
    'log-not-asked':
      'The newest state of the log could not be asked for. The proof is no older than {logged}; what came after it is not known.',
    'log-ahead-of-clock': 'The entry was logged on {logged}, later than this device’s clock shows.',
    'log-gone-back':
      'The log now shows {size} entries, but has shown {seen} before: it has been set back, or an old state is being shown.',
    'log-forked':
      'The log has signed two different states of {size} entries: it does not tell everybody the same.',
    'latest-wrong': 'What the site shows as the newest state of the log is not signed by the log’s key.',

    'nothing-later': 'Nothing has happened to the story since.',
    'later-review': 'An editor has read the story on {logged}. The text has not changed since.',
    'later-publish': 'A newer version of the story was published on {logged}.',
    'later-correct': 'The story was corrected on {logged}.',
    'later-withhold': 'The story was withheld on {logged} and is not public at present.',
    'later-restore': 'The story was public again from {logged}, after it had been taken back.',
    'later-kill': 'The story was killed on {logged}: the agency has taken it back. Do not use it.',
    'later-expire': 'The story expired on {logged}: the right to show it has ended.',
    'later-takedown': 'The story was taken down on {logged}.',
    'chain-missing': 'The story’s history could not be had, so what came later is not known.',
    'chain-malformed': 'The story’s history is damaged or was changed: it cannot be read.',
    'chain-unsigned': 'The story’s history is not signed by the log’s key.',
    'chain-not-included': 'The entry at place {index} of the story’s history is not in the log.',
    'chain-left-out': 'An entry has been left out of the story’s history, at or before place {index}.',
    'chain-broken': 'The story’s history breaks the log’s rules at place {index} ({why}).',
  },
  facts: {
    key: 'Key',
    known: 'Key known before',
    since: 'Known since',
    origin: 'Name of the log',
    found: 'Found',
    size: 'Entries in the log',
    seen: 'Entries seen before',
    witnesses: 'Witnesses',
    cosigned: 'Last witnessed',
    index: 'Place in the log',
    logged: 'Logged',
    asked: 'Asked',
    expected: 'SHA-256 in the log or record',
    computed: 'SHA-256 found here',
    path: 'Path of the story',
    place: 'Where',
    why: 'Reason',
  },

  checking: 'Checking …',
  allPassed: 'This story passes the check: {passed} of {steps} steps are right.',
  someFailed: 'This story does not pass the check. Failed: {step}.',
  someNotice: 'What the page shows was published so. But note: {sentence}',
  someUnknown: 'What could be checked is right: {passed} of {steps} steps. Not checked: {step}.',
  nothingChecked: 'Nothing could be checked.',
  details: 'Details',
  history: 'What the log tells of this story',
  kinds: {
    publish: 'Published',
    correct: 'Corrected',
    kill: 'Killed',
    withhold: 'Withheld',
    review: 'Read by an editor',
    takedown: 'Taken down',
    restore: 'Public again',
    expire: 'Expired',
    key: 'Key',
  },
  trustKey: 'I have compared this key elsewhere: trust it from now on',
  again: 'Check again',

  checker: {
    title: 'Check a story',
    intro: [
      'This page checks whether a news story stands as it was published, when it entered the publisher’s public log, and what has happened to it since.',
      'It is a single file that works without a network: save it, take it from somebody you trust, and use it on pages of any site that publishes with Stet. Nothing that you put in leaves your device, unless you give an address.',
    ],
    languages: 'Language',
    page: 'A saved page (.html or .mhtml)',
    pageHint: 'You can also drop files anywhere on this page.',
    address: 'or the address of a story',
    addressHint: 'The page and its proof are fetched from there.',
    paste: 'or the page’s source text',
    files: 'Files beside the story, if you have them',
    filesHint: 'Proof (.tlog-proof), record (.record.json), history (.chain.json), checkpoint.',
    keys: 'Keys that you trust, one in each line',
    keysHint:
      'The log’s key, from a place other than the page itself; keys of witnesses. Without one, the page vouches for itself.',
    check: 'Check',
    clear: 'Start again',
    result: 'Result',
    nothingGiven: 'Give a saved page, an address or a proof first.',
    notFetched: 'Nothing could be fetched from {place}.',
    notPage: 'No story was found in {place}.',
    withoutProof:
      'The page holds no proof: programs that save pages often leave it out. Give the story’s address, or its proof and record as files.',
    limits:
      'A check shows that the page agrees with the log, and that the log’s key has signed it. It does not show that the story is true, and a key that comes from the page alone proves only that the page agrees with itself.',
  },
};
