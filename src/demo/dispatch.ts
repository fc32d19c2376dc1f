// What the invented agency sends: one version of one story at one moment of its script.

export type Feed = 'english' | 'languages' | 'sport' | 'markets' | 'weather' | 'features';

export interface Dispatch {
  /** Seconds after the agency began; negative for what was already in its feeds by then. */
  readonly at: number;
  /** The same slug later is a new version of the same story. */
  readonly slug: string;
  readonly headline: string;
  /** Paragraphs in plain text. `{date}` becomes the date of the dispatch as its language writes it in a dateline, `{weekday}` its day. */
  readonly body: readonly string[];
  /** Markup in place of `body`, for copy with lists, links or worse. */
  readonly html?: string;
  readonly subjects: readonly string[];
  readonly byline?: string;
  /** BCP 47; English when absent. */
  readonly language?: 'en' | 'hi' | 'ur';
  /** The feed carries it twice, as careless agencies do. */
  readonly twice?: boolean;
}
