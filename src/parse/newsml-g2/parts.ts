// Which parts of an item are the story and which are not for publication: one table each, compared in lower case.
// A code stands behind the alias of a QCode (`dpa7901rendition:nonpublic`), a class in `class` of XHTML.

/** Codes of `pubconstraint`, `role` and `rendition` of a whole part that is for editors only. */
export const NON_PUBLIC_CODES: ReadonlySet<string> = new Set([
  'nonpublic', // dpapconstraint, dpa7901rendition
  'non-public',
  'notpublic',
  'notforpublication',
  'not-for-publication',
  'internal',
  'confidential',
  'notepad', // dpaednoterole
  'contacts', // dpaednoterole
  'dpacontacts', // dpaednoterole
  'ednote',
  'editorialnote', // dpaednoterole
  'editorsnote',
  'notestoeditors',
  'advisory',
  'contactinfo',
]);

/** Classes of XHTML elements that are for editors only. dpa: the notepad with contacts, in all its parts. */
export const NON_PUBLIC_CLASSES: ReadonlySet<string> = new Set([
  'notepad', // dpa
  'np-public', // dpa: notes that may be quoted, but are no part of the story
  'np-nonpublic', // dpa
  'np-constraint', // dpa
  'nonpublic',
  'non-public',
  'not-for-publication',
  'notforpublication',
  'editors-note',
  'ednote',
  'editorial-note',
]);

/** A paragraph that begins so makes itself and all that follows it among its siblings not for publication. */
export const NON_PUBLIC_LINES: readonly string[] = [
  'Die folgenden Informationen sind nicht zur Veröffentlichung bestimmt', // dpa
  'The following information is not intended for publication', // dpa in English
  'The following information is not for publication',
  'Les informations suivantes ne sont pas destinées à la publication',
];

/** Classes of what a page header repeats from the metadata. dpa. */
export const HEADER_CLASSES: ReadonlySet<string> = new Set([
  'publicationdate',
  'slugline',
  'genre',
  'embargoed',
  'byline',
]);

/** Classes of a paragraph that is the item's summary shown again, where `description` says the same. dpa. */
export const SUMMARY_CLASSES: ReadonlySet<string> = new Set(['teaser']);

/** Codes of `rendition` and `role` that name the story's text. */
export const STORY_CODES: ReadonlySet<string> = new Set(
  'text main body story article full fulltext fullstory'.split(' '),
);

/** Codes of `rendition` and `role` that name something else than the story. dpa's `public` are notes that may be quoted. */
export const NOT_STORY_CODES: ReadonlySet<string> = new Set(
  'public headline title slug slugline teaser summary abstract caption short shorttext preview extract sample keywords thumbnail thumb sms ticker script shotlist transcript'.split(
    ' ',
  ),
);
