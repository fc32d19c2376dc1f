// The reader's check over invented logs: what is right passes, and each way to tamper is refused at the step that names it.

import { describe, expect, test } from 'vitest';
import { utf8 } from '../../src/log/bytes.ts';
import { formatVerifierKey } from '../../src/log/note.ts';
import { formatProof, parseProof } from '../../src/log/proof.ts';
import { buildFragment } from '../../src/text/fragment.ts';
import { showFragment } from '../../src/text/show.ts';
import { checkStory } from '../../verify/check.ts';
import { NOTHING_BESIDE, storyOf } from '../../verify/gather.ts';
import { LABELS } from '../../verify/labels.ts';
import { STEP_IDS, type StepId } from '../../verify/steps.ts';
import type { PageParts, Story, TrustedKeys } from '../../verify/story.ts';
import { testSigner, witnessVerifier } from '../support/log-keys.ts';
import { domOf } from './dom.ts';
import { BEGAN, type Copy, cosigned, ORIGIN, pathOf, type StoryLog, storyLog, vkeyOf } from './story-log.ts';

const NOW = BEGAN + 12 * 60 * 60_000;
const UNREAD = LABELS[0]?.unread ?? '';
const READ = `${LABELS[0]?.read[0]}6 May 2031, 09:20 GMT`;

const FERRY: Copy = {
  headline: 'Ferry to Port Alder runs again',
  html: '<p>PORT ALDER (Lantern) - The ferry <b>runs again</b>.</p><p>Its <a href="https://ferry.example/times">times</a> are new.</p>',
};
const FERRY_NEWER: Copy = { ...FERRY, html: `${FERRY.html}<p>It is full.</p>` };
const MARKET: Copy = { headline: 'Market opens late', html: '<p>The market of Port Alder opens at ten.</p>' };
const ALERT: Copy = { headline: 'Bridge closed', html: '' };

function pageOf({ headline, html }: Copy, label = UNREAD, path: string | null = pathOf('ferry')): PageParts {
  const fragment = buildFragment(html, { baseUrl: null });
  return {
    headlines: [domOf(headline)],
    bodies: html === '' ? [] : [domOf(showFragment(fragment.html, { hotlinkImages: false }).html)],
    labels: [label],
    path,
  };
}

/** Others' entries before and between, so that proofs have something to prove. */
function busyLog(): StoryLog {
  const log = storyLog();
  for (let other = 0; other < 5; other++) log.act(`other-${other}`, 'publish', MARKET);
  return log;
}

const given = (...keys: readonly string[]): TrustedKeys => ({ keys, from: 'given', since: null });

async function storyIn(log: StoryLog, index: number, page: PageParts | null): Promise<Story> {
  return {
    key: log.key,
    trusted: given(log.key),
    proof: await log.proof(index),
    record: log.record(index),
    page,
    madeWith: index,
    chain: await log.chain('ferry'),
    latest: await log.note(),
    seen: [],
    now: NOW,
    origin: null,
  };
}

async function published(): Promise<{ log: StoryLog; index: number; story: Story }> {
  const log = busyLog();
  const index = log.act('ferry', 'publish', FERRY);
  log.act('later', 'publish', MARKET);
  return { log, index, story: await storyIn(log, index, pageOf(FERRY)) };
}

const codes = (story: Story): Record<StepId, string> =>
  Object.fromEntries(checkStory(story).steps.map(({ id, code }) => [id, code])) as Record<StepId, string>;

const states = (story: Story): string[] => checkStory(story).steps.map(({ state }) => state);

describe('a story as it was published', () => {
  test('passes every step, in order', async () => {
    const { story } = await published();
    const report = checkStory(story);
    expect(report.steps.map(({ id }) => id)).toEqual(STEP_IDS);
    expect(codes(story)).toEqual({
      key: 'key-given',
      signature: 'signed',
      log: 'included',
      record: 'record-fits',
      headline: 'headline-same',
      text: 'text-same',
      markup: 'markup-same',
      label: 'label-unread',
      age: 'log-asked',
      later: 'nothing-later',
    });
    expect(report.history.map(({ leaf }) => leaf.kind)).toEqual(['publish']);
    expect(report.newest).toBe(story.latest);
  });
  test('passes at sizes around those of tiles', async () => {
    for (const others of [0, 1, 2, 254, 255, 256]) {
      const log = storyLog();
      for (let other = 0; other < others; other++) log.act(`other-${other}`, 'publish', MARKET);
      const index = log.act('ferry', 'publish', FERRY);
      expect(new Set(states(await storyIn(log, index, pageOf(FERRY)))), `${others} before`).toEqual(
        new Set(['ok']),
      );
    }
  });
  test('passes without pictures, which sites may leave out', async () => {
    const log = busyLog();
    const copy = {
      ...FERRY,
      html: `<figure><img src="https://lantern.example/a.jpg"></figure>${FERRY.html}`,
    };
    const index = log.act('ferry', 'publish', copy);
    expect(new Set(states(await storyIn(log, index, pageOf(copy))))).toEqual(new Set(['ok']));
  });
  test('passes as a headline only', async () => {
    const log = busyLog();
    const index = log.act('ferry', 'publish', ALERT);
    expect(codes(await storyIn(log, index, pageOf(ALERT)))).toMatchObject({
      text: 'text-none',
      markup: 'markup-same',
    });
  });
  test('offline, from what its page holds, leaves open only what is newer', async () => {
    const { log, index } = await published();
    const page = {
      parts: pageOf(FERRY),
      embedded: { key: log.key, proof: await log.proof(index), record: log.record(index) },
    };
    const story = storyOf({ page, beside: NOTHING_BESIDE, trusted: null, seen: [], now: NOW });
    expect(codes(story)).toMatchObject({
      key: 'key-new',
      label: 'label-unread',
      age: 'log-not-asked',
      later: 'chain-missing',
      markup: 'markup-same',
    });
    expect(states(story).filter((state) => state === 'failed')).toEqual([]);
  });
  test('says how many witnesses have cosigned', async () => {
    const { log, index, story } = await published();
    const witness = testSigner('witness.example/w', 31);
    const note = cosigned(await log.note(), witness, 1_935_000_000);
    const proof = formatProof({ ...parseProof(await log.proof(index)), checkpoint: note });
    const { steps } = checkStory({
      ...story,
      proof,
      trusted: given(log.key, formatVerifierKey(witnessVerifier(witness))),
    });
    expect(steps[1]).toMatchObject({
      code: 'cosigned',
      facts: { witnesses: 1, cosigned: 1_935_000_000_000 },
    });
  });
});

describe('the key', () => {
  const old = testSigner(ORIGIN, 8);
  const remembered: TrustedKeys = { keys: [vkeyOf(old)], from: 'remembered', since: BEGAN };

  test('is told when it is seen for the first time', async () => {
    const { story } = await published();
    expect(states({ ...story, trusted: null })).toEqual(['unknown', ...Array(9).fill('ok')]);
  });
  test('is refused when it is another than the one remembered, and nothing after it is taken for true', async () => {
    const { story } = await published();
    const all = codes({ ...story, trusted: remembered });
    expect(all).toMatchObject({
      key: 'key-changed',
      signature: 'not-reached',
      text: 'not-reached',
      later: 'not-reached',
    });
    expect(states({ ...story, trusted: remembered }).slice(1)).toEqual(Array(9).fill('unknown'));
  });
  test('is taken when the one remembered has signed as well', async () => {
    const log = storyLog([testSigner(ORIGIN, 7), old]);
    const index = log.act('ferry', 'publish', FERRY);
    const story = await storyIn(log, index, pageOf(FERRY));
    expect(codes({ ...story, trusted: remembered })).toMatchObject({
      key: 'key-replaced',
      signature: 'signed',
      later: 'nothing-later',
    });
  });
  test('is refused when it was changed', async () => {
    const { story } = await published();
    const tampered = (story.key ?? '').replace(/.{6}$/, 'AAAAA=');
    expect(codes({ ...story, key: tampered })).toMatchObject({
      key: 'key-malformed',
      signature: 'not-reached',
    });
  });
  test('of another log is refused at the signature', async () => {
    const { story } = await published();
    expect(codes({ ...story, key: vkeyOf(old), trusted: null })).toMatchObject({
      key: 'key-new',
      signature: 'signature-missing',
    });
  });
  test('may be given by the reader alone', async () => {
    const { story } = await published();
    expect(codes({ ...story, key: null })).toMatchObject({ key: 'key-given', signature: 'signed' });
    expect(codes({ ...story, key: null, trusted: null })).toMatchObject({
      key: 'key-missing',
      signature: 'not-reached',
    });
  });
});

describe('tampering is refused', () => {
  const refused = async (
    change: (story: Story, log: StoryLog, index: number) => Partial<Story> | Promise<Partial<Story>>,
  ) => {
    const { log, index, story } = await published();
    return codes({ ...story, ...(await change(story, log, index)) });
  };
  const proofWith = (text: string | null, change: Partial<ReturnType<typeof parseProof>>): string =>
    formatProof({ ...parseProof(text ?? ''), ...change });

  test('a hash of the proof', async () => {
    const all = await refused(({ proof }) => {
      const [first = new Uint8Array(), ...rest] = parseProof(proof ?? '').hashes;
      return { proof: proofWith(proof, { hashes: [first.map((byte) => byte ^ 1), ...rest] }) };
    });
    expect(all).toMatchObject({
      signature: 'signed',
      log: 'not-included',
      record: 'not-reached',
      text: 'not-reached',
    });
  });
  test('the form of the proof', async () => {
    expect(await refused(({ proof }) => ({ proof: proof?.replace('index', 'indes') ?? null }))).toMatchObject(
      { signature: 'proof-malformed', log: 'not-reached' },
    );
  });
  test('the leaf', async () => {
    const all = await refused(({ proof }) => {
      const leaf = new TextDecoder().decode(parseProof(proof ?? '').extra ?? undefined);
      return { proof: proofWith(proof, { extra: utf8(leaf.replace('"ver":1', '"ver":2')) }) };
    });
    expect(all).toMatchObject({ log: 'not-included', label: 'not-reached', later: 'not-reached' });
  });
  test('the leaf left out', async () => {
    expect(await refused(({ proof }) => ({ proof: proofWith(proof, { extra: null }) }))).toMatchObject({
      log: 'leaf-missing',
    });
  });
  test('the index', async () => {
    expect(
      await refused(({ proof }, _, index) => ({ proof: proofWith(proof, { index: index - 1 }) })),
    ).toMatchObject({ log: 'not-included' });
  });
  test('the record', async () => {
    expect(
      await refused(({ record }) => ({ record: record?.replace('ninjs', 'nitf') ?? null })),
    ).toMatchObject({ record: 'record-differs', headline: 'not-reached', text: 'not-reached' });
  });
  test('the checkpoint', async () => {
    const all = await refused(({ proof }) => {
      const { checkpoint } = parseProof(proof ?? '');
      return { proof: proofWith(proof, { checkpoint: checkpoint.replace('\n7\n', '\n9\n') }) };
    });
    expect(all).toMatchObject({ signature: 'signature-wrong', log: 'not-reached' });
  });
  test('a checkpoint of another origin, by the same key', async () => {
    const { story } = await published();
    const log = storyLog([testSigner(ORIGIN, 7)], 'elsewhere.example/log');
    const index = log.act('ferry', 'publish', FERRY);
    const proof = await log.proof(index);
    const { steps } = checkStory({ ...story, proof, record: log.record(index) });
    expect(steps[1]).toMatchObject({
      code: 'origin-wrong',
      facts: { origin: ORIGIN, found: 'elsewhere.example/log' },
    });
  });
  test('the proof of another article', async () => {
    expect(
      await refused(async (_, log) => ({ proof: await log.proof(0), record: log.record(0) })),
    ).toMatchObject({ log: 'included', record: 'other-story', headline: 'not-reached' });
  });
  test('the proof of another article, where the address is not known', async () => {
    const all = await refused(async (_, log) => ({
      proof: await log.proof(0),
      record: log.record(0),
      page: pageOf(FERRY, UNREAD, null),
    }));
    expect(all).toMatchObject({
      record: 'record-fits',
      headline: 'headline-differs',
      text: 'text-differs',
      markup: 'not-reached',
    });
  });

  const page = (change: Partial<PageParts>) =>
    refused(({ page: parts }) => ({ page: parts === null ? null : { ...parts, ...change } }));
  const body = (html: string) => page({ bodies: [domOf(html)] });

  test('the headline', async () => {
    expect(await page({ headlines: [domOf('Ferry to Port Alder runs not again')] })).toMatchObject({
      headline: 'headline-differs',
      text: 'text-same',
    });
    expect(await page({ headlines: [] })).toMatchObject({ headline: 'headline-missing' });
    expect(await page({ headlines: [domOf(FERRY.headline), domOf('More')] })).toMatchObject({
      headline: 'headline-twice',
    });
  });
  test('a word of the text', async () => {
    expect(await body(FERRY.html.replace('runs', 'sank'))).toMatchObject({
      headline: 'headline-same',
      text: 'text-differs',
      markup: 'not-reached',
    });
  });
  test('the order of paragraphs', async () => {
    const [first = '', second = ''] = FERRY.html.split(/(?<=<\/p>)/);
    expect(await body(second + first)).toMatchObject({ text: 'text-differs' });
  });
  test('markup', async () => {
    expect(await body(FERRY.html.replaceAll('b>', 'em>'))).toMatchObject({
      text: 'text-same',
      markup: 'markup-differs',
    });
  });
  test('a link', async () => {
    expect(await body(FERRY.html.replace('ferry.example', 'ferrv.example'))).toMatchObject({
      text: 'text-same',
      markup: 'markup-differs',
    });
  });
  test('something hidden, or a script', async () => {
    expect(await body(`${FERRY.html}<p hidden>No.</p>`)).toMatchObject({ text: 'text-unverifiable' });
    expect(await body(`${FERRY.html}<script>1</script>`)).toMatchObject({ text: 'text-unverifiable' });
  });
  test('the text left out, or put twice', async () => {
    expect(await page({ bodies: [] })).toMatchObject({ text: 'body-missing' });
    expect(await page({ bodies: [domOf(FERRY.html), domOf(FERRY.html)] })).toMatchObject({
      text: 'body-twice',
    });
  });
  test('the label', async () => {
    expect(await page({ labels: [READ] })).toMatchObject({ label: 'label-claims-read' });
    expect(await page({ labels: [] })).toMatchObject({ label: 'label-missing' });
    expect(await page({ labels: [UNREAD, READ] })).toMatchObject({ label: 'label-twice' });
    expect(await page({ labels: ['Read with care'] })).toMatchObject({ label: 'label-words' });
  });
  test('an older checkpoint than one seen before', async () => {
    expect(
      await refused(async ({ latest }, log, index) => ({
        latest: await log.note(index + 1),
        proof: await log.proof(index, index + 1),
        seen: [latest ?? ''],
      })),
    ).toMatchObject({ signature: 'signed', age: 'log-gone-back' });
  });
  test('two roots for one size', async () => {
    const fork = busyLog();
    fork.act('ferry', 'publish', MARKET);
    fork.act('later', 'publish', MARKET);
    expect(await refused(async () => ({ seen: [await fork.note()] }))).toMatchObject({ age: 'log-forked' });
  });
  test('a newest checkpoint that the key has not signed', async () => {
    const other = storyLog([testSigner(ORIGIN, 9)]);
    other.act('ferry', 'publish', FERRY);
    expect(await refused(async () => ({ latest: await other.note() }))).toMatchObject({
      age: 'latest-wrong',
    });
  });
});

describe('what came later', () => {
  const acted = async (
    ...kinds: readonly (
      | 'publish'
      | 'correct'
      | 'kill'
      | 'withhold'
      | 'restore'
      | 'takedown'
      | 'review'
      | 'expire'
    )[]
  ) => {
    const log = busyLog();
    const index = log.act('ferry', 'publish', FERRY);
    for (const kind of kinds) {
      const copy =
        kind === 'publish' || kind === 'correct'
          ? FERRY_NEWER
          : kind === 'review' || kind === 'restore'
            ? FERRY
            : null;
      log.act('ferry', kind, copy);
    }
    return { log, index, story: await storyIn(log, index, pageOf(FERRY)) };
  };
  const CASES = [
    [['publish'], 'later-publish', 'notice'],
    [['correct'], 'later-correct', 'notice'],
    [['kill'], 'later-kill', 'notice'],
    [['withhold'], 'later-withhold', 'notice'],
    [['withhold', 'restore'], 'later-restore', 'notice'],
    [['expire'], 'later-expire', 'notice'],
    [['kill', 'takedown'], 'later-takedown', 'notice'],
    [['correct', 'review'], 'later-correct', 'notice'],
    [['review'], 'later-review', 'ok'],
  ] as const;

  test.each(CASES)('%j is told plainly', async (kinds, code, state) => {
    const { story } = await acted(...kinds);
    const report = checkStory(story);
    expect(report.steps.at(-1)).toMatchObject({ code, state });
    expect(report.history.map(({ leaf }) => leaf.kind)).toEqual(['publish', ...kinds]);
    expect(report.steps.filter((step) => step.state === 'failed')).toEqual([]);
  });
  test('an entry left out in the middle is refused', async () => {
    const { log, index, story } = await acted('correct', 'kill');
    expect(codes({ ...story, chain: await log.chain('ferry', { without: [index + 1] }) })).toMatchObject({
      later: 'chain-left-out',
    });
  });
  test('the first entry left out is refused', async () => {
    const { log, index, story } = await acted('correct', 'kill');
    expect(codes({ ...story, chain: await log.chain('ferry', { without: [index] }) })).toMatchObject({
      later: 'chain-left-out',
    });
  });
  test('a history that stops before the entry of the page is refused', async () => {
    const { log, index } = await acted('correct');
    const story = await storyIn(log, index + 1, pageOf(FERRY_NEWER));
    expect(codes({ ...story, chain: await log.chain('ferry', { without: [index + 1] }) })).toMatchObject({
      later: 'chain-left-out',
    });
  });
  test('the history of another story is refused', async () => {
    const { log, story } = await acted('correct');
    expect(codes({ ...story, chain: await log.chain('other-1') })).toMatchObject({ later: 'chain-left-out' });
  });
  test('an entry of the history that is not in the log is refused', async () => {
    const { story } = await acted('kill');
    expect(
      codes({
        ...story,
        chain: story.chain?.replace('\\"kind\\":\\"kill\\"', '\\"kind\\":\\"review\\"') ?? null,
      }),
    ).toMatchObject({ later: 'chain-not-included' });
  });
  test('a history that breaks the rules of chains is refused, though it is in the log', async () => {
    const { story } = await acted('kill', 'review');
    expect(checkStory(story).steps.at(-1)).toMatchObject({ code: 'chain-broken', facts: { why: 'kind' } });
  });
  test('a history under another key is refused', async () => {
    const other = storyLog([testSigner(ORIGIN, 9)]);
    other.act('ferry', 'publish', FERRY);
    const { story } = await acted();
    expect(codes({ ...story, chain: await other.chain('ferry') })).toMatchObject({ later: 'chain-unsigned' });
    expect(codes({ ...story, chain: '{}' })).toMatchObject({ later: 'chain-malformed' });
  });
  test('an erased record is told from a missing one', async () => {
    const { story } = await acted('takedown');
    expect(codes({ ...story, record: null })).toMatchObject({ record: 'record-erased', text: 'not-reached' });
    const { story: standing } = await acted();
    expect(codes({ ...standing, record: null })).toMatchObject({ record: 'record-missing' });
  });
  test('a text shown under an entry after which nothing is public is refused', async () => {
    const { log, index } = await acted('kill');
    expect(codes(await storyIn(log, index + 1, pageOf(FERRY)))).toMatchObject({
      headline: 'nothing-public',
      text: 'nothing-public',
    });
  });
});

describe('the label', () => {
  const reviewed = async () => {
    const log = busyLog();
    const first = log.act('ferry', 'publish', FERRY);
    const review = log.act('ferry', 'review', FERRY);
    return { log, first, review };
  };

  test('may say read when the log says so', async () => {
    const { log, review } = await reviewed();
    const story = await storyIn(log, review, pageOf(FERRY, READ));
    expect(codes(story)).toMatchObject({ label: 'label-read' });
    expect(codes({ ...story, chain: null })).toMatchObject({ label: 'label-read' });
  });
  test('may not say unread when the log said otherwise before the page was made', async () => {
    const { log, review } = await reviewed();
    expect(codes(await storyIn(log, review, pageOf(FERRY, UNREAD)))).toMatchObject({
      label: 'label-claims-unread',
    });
  });
  test('is honest on a page that was made before the review', async () => {
    const { log, first, review } = await reviewed();
    const story = await storyIn(log, review, pageOf(FERRY, UNREAD));
    expect(codes({ ...story, madeWith: first })).toMatchObject({ label: 'label-read-since' });
    expect(codes(await storyIn(log, first, pageOf(FERRY, UNREAD)))).toMatchObject({
      label: 'label-read-since',
    });
  });
  test('may not say read of a page that was made before the review', async () => {
    const { log, first } = await reviewed();
    expect(codes(await storyIn(log, first, pageOf(FERRY, READ)))).toMatchObject({
      label: 'label-claims-read',
    });
  });
  test('may not go on saying read of a newer text', async () => {
    const { log } = await reviewed();
    const newer = log.act('ferry', 'publish', FERRY_NEWER);
    expect(codes(await storyIn(log, newer, pageOf(FERRY_NEWER, READ)))).toMatchObject({
      label: 'label-claims-read',
    });
    expect(codes(await storyIn(log, newer, pageOf(FERRY_NEWER, UNREAD)))).toMatchObject({
      label: 'label-unread',
    });
  });
  test('says unread again after the story was taken back and restored', async () => {
    const { log } = await reviewed();
    log.act('ferry', 'withhold', null);
    const restored = log.act('ferry', 'restore', FERRY);
    expect(codes(await storyIn(log, restored, pageOf(FERRY, UNREAD)))).toMatchObject({
      label: 'label-unread',
    });
  });
});

describe('which entry a page is checked against', () => {
  const gathered = async (log: StoryLog, made: number, madeSize: number, newest: number, copy: Copy) => ({
    page: {
      parts: pageOf(copy),
      embedded: { key: log.key, proof: await log.proof(made, madeSize), record: log.record(made) },
    },
    beside: {
      proof: await log.proof(newest),
      record: log.record(newest),
      chain: await log.chain('ferry'),
      checkpoint: await log.note(),
      key: log.key,
    },
    trusted: null,
    seen: [],
    now: NOW,
  });

  test('its own, when the story has another text by now; and what came later is told', async () => {
    const log = busyLog();
    const made = log.act('ferry', 'publish', FERRY);
    const newest = log.act('ferry', 'correct', FERRY_NEWER);
    const story = storyOf(await gathered(log, made, made + 1, newest, FERRY));
    expect(codes(story)).toMatchObject({
      text: 'text-same',
      label: 'label-unread',
      age: 'log-asked',
      later: 'later-correct',
    });
  });
  test('its own, when the story was killed since', async () => {
    const log = busyLog();
    const made = log.act('ferry', 'publish', FERRY);
    const newest = log.act('ferry', 'kill', null);
    expect(codes(storyOf(await gathered(log, made, made + 1, newest, FERRY)))).toMatchObject({
      text: 'text-same',
      later: 'later-kill',
    });
  });
  test('the newest, when that is about the same text', async () => {
    const log = busyLog();
    const made = log.act('ferry', 'publish', FERRY);
    const newest = log.act('ferry', 'review', FERRY);
    expect(codes(storyOf(await gathered(log, made, made + 1, newest, FERRY)))).toMatchObject({
      text: 'text-same',
      label: 'label-read-since',
      later: 'nothing-later',
    });
  });
  test('a site that serves an older state than its page holds is refused', async () => {
    const log = busyLog();
    const made = log.act('ferry', 'publish', FERRY);
    const size = log.size();
    const all = await gathered(log, made, size, made, FERRY);
    const back = busyLog();
    const old = { ...all.beside, checkpoint: await back.note() };
    expect(codes(storyOf({ ...all, beside: old }))).toMatchObject({ age: 'log-gone-back' });
  });
});

test('nothing that is handed in makes the check throw', async () => {
  const { story } = await published();
  const wild = ['', '{}', '[]', 'null', '\u2014', 'c2sp.org/tlog-proof@v1\n\n', '\ud800', 'x'.repeat(10_000)];
  for (const name of ['key', 'proof', 'record', 'chain', 'latest'] as const) {
    for (const text of [...wild, null]) {
      const { steps } = checkStory({ ...story, trusted: null, [name]: text });
      expect(steps.length, `${name} ${text}`).toBe(STEP_IDS.length);
      expect(
        steps.every(({ state }) => state === 'ok'),
        `${name} ${text}`,
      ).toBe(false);
    }
  }
});
