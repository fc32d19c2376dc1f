// What the public site is called and how it is divided.

export interface Section {
  /** First segment of the section's URLs: lower-case letters, digits and `-`. */
  readonly slug: string;
  readonly name: string;
  /** Subject codes, subject names or keywords (compared without case) that put an item here. */
  readonly subjects: readonly string[];
}

export interface Site {
  readonly title: string;
  /** Public origin, without a trailing slash, such as `https://news.example`. */
  readonly url: string;
  readonly description: string | null;
  /** Interface language where the reader states no preference: `en`, `hi`, `ur` or `ar`. */
  readonly language: string;
  /** IANA zone in which times are printed on the pages; readers' own zone replaces it where scripts run. */
  readonly timezone: string;
  readonly sections: readonly Section[];
  /** The publisher's name for structured data; the title when not set. */
  readonly publisher: string;
  readonly contact: string | null;
}
