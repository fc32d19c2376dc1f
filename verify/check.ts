// The reader's check of one story, told straight down: whose key, what it signed, whether the story's entry is in the log, whether the
// record belongs to it, whether the page in front of the reader says what the record says, and what came later. Pure: what was fetched,
// the page and the time are handed in. Everything handed in is somebody's word until its step has passed.

import { checkHistory } from './history.ts';
import { checkKey } from './keys.ts';
import { checkAge, checkLog, checkRecord, checkSignature, readProof } from './log-steps.ts';
import { checkHeadline, checkLabel, checkMarkup, checkText } from './page-steps.ts';
import { stepOf } from './steps.ts';
import type { Report, Story } from './story.ts';

/** Never throws for anything in the story. A step that rests on one that was not passed is `unknown`. */
export function checkStory(story: Story): Report {
  const { page, latest } = story;
  const proof = readProof(story.proof);
  const notes = proof === null ? [] : [proof.checkpoint];

  const key = checkKey(story, latest === null ? notes : [...notes, latest]);
  const signature = checkSignature(story, key.value, proof);
  const log = checkLog(proof, signature.value);
  const record = checkRecord(story, log.value);
  const headline = checkHeadline(page, record.value);
  const text = checkText(page, record.value);
  const markup = checkMarkup(page, text.value, record.value);
  const history = checkHistory(story, key.value, log.value);
  const label = checkLabel(story, log.value, history.links);
  const age = checkAge(story, key.value, log.value, notes);

  const erased = record.step.code === 'record-missing' && history.step.code === 'later-takedown';
  const recordStep = erased ? stepOf('record', 'record-erased') : record.step;
  return {
    steps: [
      key.step,
      signature.step,
      log.step,
      recordStep,
      headline,
      text.step,
      markup,
      label,
      age.step,
      history.step,
    ],
    history: history.links,
    newest: age.value,
  };
}
