// What the agency sends for ever after its script has ended: notices of a harbour town, made from their number alone.

import type { Dispatch } from '../dispatch.ts';

const BOATS = [
  'Good Intent',
  'Patient Griselda II',
  'Morning Person',
  'Second Opinion',
  'Grey Lady',
  'Mrs Amble',
];
const TOWNS = ['Port Ellery', 'Dunmarrow', 'Kestrel Bay', 'Vell', 'Haverlock', 'Quill Harbour', 'Fold'];
const FISH = ['sea bream', 'turbot', 'mackerel', 'spider crab', 'grey mullet'];
const WINDS = ['south-westerly 4', 'westerly 5', 'northerly 3', 'variable 2', 'south-easterly 4 or 5'];

/** The `n`-th notice, n = 0, 1, 2 …; the same number always gives the same notice. */
export function routineDispatch(n: number, at: number): Dispatch {
  const make = NOTICES[n % NOTICES.length] ?? arrivals;
  return { at, slug: `notice-${n + 1}`, ...make(n) };
}

type Notice = Pick<Dispatch, 'headline' | 'body' | 'subjects'>;

const arrivals = (n: number): Notice => {
  const boat = pick(BOATS, n);
  const town = pick(TOWNS, n + 1);
  const passengers = between(n, 40, 460);
  return {
    headline: `Harbour log: ${boat} in at ${town} with ${passengers} passengers`,
    subjects: ['Transport'],
    body: [
      `${town.toUpperCase()}, {date} (SW) -- The ferry ${boat} berthed at ${town} with ${passengers} passengers and ${between(n + 7, 3, 60)} vehicles, the harbour office said.`,
      `It leaves again with the tide in ${between(n + 3, 2, 6)} hours. Foot passengers were asked to use the west gate.`,
      '--SW',
    ],
  };
};

const auction = (n: number): Notice => {
  const fish = pick(FISH, n);
  const town = pick(TOWNS, n + 2);
  const price = between(n, 12, 95);
  return {
    headline: `Fish auction: ${fish} at ${price} crowns a kilo in ${town}`,
    subjects: ['Business', 'Fisheries'],
    body: [
      `${town.toUpperCase()}, {date} (SW) -- The auction at ${town} sold ${between(n + 5, 80, 900)} kilos of ${fish} at ${price} crowns a kilo, against ${between(n + 1, 12, 95)} at the last sale.`,
      '--SW',
    ],
  };
};

const sailing = (n: number): Notice => {
  const winds = pick(WINDS, n);
  return {
    headline: `Sailing forecast: inner sound ${winds}`,
    subjects: ['Weather'],
    body: [
      `Issued by the Saltmarch weather office at Gannet Point. Inner sound: ${winds}. The Teeth: ${pick(WINDS, n + 1)}. Outer islands: ${pick(WINDS, n + 3)}, perhaps a shower.`,
      `Sea temperature at the pier ${between(n, 9, 15)} degrees. No gale warnings are in force.`,
    ],
  };
};

const lostProperty = (n: number): Notice => ({
  headline: `${pick(TOWNS, n)} police ask owner of ${between(n, 2, 19)} umbrellas to come forward`,
  subjects: ['People'],
  body: [
    `${pick(TOWNS, n).toUpperCase()}, {date} (SW) -- Police in ${pick(TOWNS, n)} asked the owner of a trunk of umbrellas, found on the quay, to come forward. The trunk is otherwise empty, they said, “except for a note that says ‘sorry’.”`,
    '--SW',
  ],
});

const NOTICES = [arrivals, auction, sailing, lostProperty];

const pick = (list: readonly string[], n: number): string => list[scatter(n) % list.length] ?? '';
const between = (n: number, least: number, most: number): number => least + (scatter(n) % (most - least + 1));

/** A fixed scattering of the integers (Knuth's multiplicative hash), so that neighbours look unlike each other. */
const scatter = (n: number): number => (Math.imul(n + 1, 2_654_435_761) >>> 8) & 0xffff;
