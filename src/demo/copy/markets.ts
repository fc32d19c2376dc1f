// The markets desk, whose system says UTF-8 and sends windows-1252. Only characters that windows-1252 has may stand here.

import type { Dispatch } from '../dispatch.ts';

export const MARKETS: readonly Dispatch[] = [
  {
    at: -1740,
    slug: 'crown-rate-decision',
    headline: 'Saltmarch bank holds key rate at 3¼ per cent, sees “patient” year',
    subjects: ['Business', 'Economy'],
    byline: 'Noémie Carrière',
    body: [
      'PORT ELLERY, {date} (SW) – The Bank of Saltmarch left its key rate at 3¼ per cent for a fifth meeting and said that inflation, at 2.4 per cent, was “a guest who has put on his coat but not yet left”.',
      'All seven members of the board voted to hold. The crown was little changed at €0.61.',
      'The governor, Séverine Thibault-Rowe, said the reopening of the harbour bridge would lower freight costs on the islands by perhaps ½ per cent over the winter.',
      '“We are not in a hurry,” she told reporters. “We have a harbour. We know how to wait for a tide.”',
      'Economists polled by Saltmarch Wire expect a first cut, of ¼ point, in June.',
      '(Reporting by Noémie Carrière; editing by Peter Ashgrove)',
    ],
  },
  {
    at: -60,
    slug: 'shipyard-order',
    headline: 'Dunmarrow yard wins €48 million order for four electric ferries',
    subjects: ['Business', 'Shipbuilding'],
    byline: 'Noémie Carrière',
    body: [
      'DUNMARROW, {date} (SW) – The Dunmarrow shipyard will build four battery ferries for €48 million, its largest order since 1979, and hire 120 people, half of them apprentices.',
      '“My grandfather riveted, my mother welded, and I shall be plugging things in,” said Étienne Marsh, a foreman.',
      'Each ferry carries 200 passengers and 32 cars. The first is due in 26 months.',
      '–SW',
    ],
  },
  {
    at: 60,
    slug: 'fish-auction-record',
    headline: 'Turbot fetches record 212 crowns a kilo at Kestrel Bay auction',
    subjects: ['Business', 'Fisheries'],
    body: [
      'KESTREL BAY, {date} (SW) – A turbot of 9.4 kilos was sold for 212 crowns a kilo at the Kestrel Bay auction, a record, three days after the assembly voted to limit night trawling.',
      'The buyer, the restaurant Chez Aurélie in Port Ellery, said that it would be served “whole, and to people who deserve it”.',
      '–SW',
    ],
  },
  {
    at: 164,
    slug: 'shipyard-order',
    headline: 'Dunmarrow yard wins €48 million ferry order, to hire 150',
    subjects: ['Business', 'Shipbuilding'],
    byline: 'Noémie Carrière',
    body: [
      'DUNMARROW, {date} (SW) – The Dunmarrow shipyard will build four battery ferries for €48 million, its largest order since 1979, and hire 150 people, 30 more than it had said earlier in the day.',
      '“My grandfather riveted, my mother welded, and I shall be plugging things in,” said Étienne Marsh, a foreman.',
      'The yard’s manager, Zoë Hallam, said that half of the new staff would be apprentices and that the canteen would reopen.',
      'Each ferry carries 200 passengers and 32 cars. The first is due in 26 months.',
      '(Reporting by Noémie Carrière; editing by Ruth Tallis)',
    ],
  },
];
