// The weather desk, whose feed is broken for its first minute and a half.

import type { Dispatch } from '../dispatch.ts';

export const WEATHER: readonly Dispatch[] = [
  {
    at: -1200,
    slug: 'shipping-forecast-morning',
    headline: 'Shipping forecast: fog in the sound, lifting by afternoon',
    subjects: ['Weather'],
    body: [
      'Issued by the Saltmarch weather office at Gannet Point.',
      'Inner sound: variable, 2 or 3. Fog, visibility below 200 metres, lifting from the west by mid-afternoon. The Teeth: south-westerly 4, fair, good. Outer islands: south-westerly 4 or 5, occasional drizzle, moderate.',
      'Gale warnings: none. High water at Port Ellery 05:48 and 18:11.',
    ],
  },
  {
    at: 75,
    slug: 'first-snow-sorrel',
    headline: 'First snow of the winter on Mount Sorrel',
    subjects: ['Weather'],
    body: [
      'MOUNT SORREL, {date} (SW) -- The first snow of the winter fell on Mount Sorrel overnight, nine days earlier than usual, the weather office said.',
      'Four centimetres lay at the observatory, whose staff reported clear skies above the cloud and a snowman in front of the dome.',
      '--SW',
    ],
  },
  {
    at: 210,
    slug: 'shipping-forecast-evening',
    headline: 'Shipping forecast: south-westerly freshening, rain later',
    subjects: ['Weather'],
    body: [
      'Issued by the Saltmarch weather office at Gannet Point.',
      'Inner sound: south-westerly 4, increasing 5 or 6, rain later, good becoming moderate. The Teeth: south-westerly 5 or 6, rain, moderate. Outer islands: south-westerly 6, perhaps gale 8 in the north-west later.',
      'Gale warnings: outer islands. High water at Port Ellery 18:11 and 06:30.',
    ],
  },
];
