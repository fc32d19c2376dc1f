// Recognises what a republisher attached to an agency's copy to say that nobody there edited it. Those are not the agency's
// words: they go into a field, and Stet's own label says the truth in their place.

export interface WithoutDisclaimer {
  readonly paragraphs: readonly string[];
  /** The disclaimer as it came, several joined by LF; `null` where there is none. */
  readonly disclaimer: string | null;
}

const OPENING = /^[\s([*_]*(?:disclaimer|(?:editor['’]?s?|publisher['’]?s?)? ?note)\b\s*[:–—-]/i;
const SENTENCE =
  /^[\s([*_]*(?:(?:apart from|barring|except(?:ing)? for|except|only|other than) (?:for )?the (?:headline|title)|th(?:is|e above) (?:article|content|copy|item|news|post|report|story)|the (?:headline|views) )/i;
const ABOUT_REPUBLISHING =
  /auto[- ]?(?:generated|published|matic(?:ally)? (?:generated|published))|(?:syndicated|agency|news|wire|rss) feed|(?:published|taken|sourced|generated) (?:directly )?from (?:a|an|the) (?:\w+ )?(?:agency|feed|syndicate|wire)|(?:has|have) not (?:been )?(?:created|edited|modified|reviewed|verified|vetted)|not (?:been )?(?:edited|reviewed) by (?:an editor|\p{L}+ (?:staff|team)|our|the)|without any (?:edit|modification|change)|reworked by/iu;

/** Long paragraphs are copy, whatever they start with. */
const LONGEST = 600;
/** A disclaimer is first, or among the last few. */
const REACH = 3;

/** Takes a republisher's disclaimer out of the first or the last three paragraphs. An agency's own notes stay. */
export function takeDisclaimer(paragraphs: readonly string[]): WithoutDisclaimer {
  const kept: string[] = [];
  const taken: string[] = [];
  paragraphs.forEach((paragraph, index) => {
    const inReach = index === 0 || index >= paragraphs.length - REACH;
    if (inReach && isDisclaimer(paragraph)) taken.push(paragraph);
    else kept.push(paragraph);
  });
  return { paragraphs: kept, disclaimer: taken.length === 0 ? null : taken.join('\n') };
}

/** Whether a paragraph only says that a republisher passed the copy on unread. */
function isDisclaimer(paragraph: string): boolean {
  return (
    paragraph.length <= LONGEST &&
    (OPENING.test(paragraph) || SENTENCE.test(paragraph)) &&
    ABOUT_REPUBLISHING.test(paragraph)
  );
}
