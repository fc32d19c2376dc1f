// The sports desk.

import type { Dispatch } from '../dispatch.ts';

export const SPORT: readonly Dispatch[] = [
  {
    at: -2640,
    slug: 'gig-rowing-final',
    headline: 'Rowing: Kestrel Bay win island final by the length of an oar',
    subjects: ['Sport', 'Rowing'],
    byline: 'Gus Merriweather',
    body: [
      'KESTREL BAY, {date} (SW) -- Kestrel Bay won the island rowing final for the first time in 23 years, catching Dunmarrow on the last wave and finishing ahead by less than the length of an oar.',
      'Dunmarrow, winners of the last four titles, led by three lengths at the Teeth, where the course turns for home, and were still ahead when the crews disappeared behind the breakwater.',
      '“From the shore you could only hear it,” said the Kestrel Bay cox, Mina Thorsby, 19. “From the boat you could only hear it too. I had salt in both eyes.”',
      'The winning time of 31 minutes 8 seconds was the slowest in a decade, the judges said, because the crews had stopped for a seal.',
      '--SW',
    ],
  },
  {
    at: -660,
    slug: 'football-port-ellery-vell',
    headline: 'Football: Vell hold Port Ellery 2-2 with last kick before the fog',
    subjects: ['Sport', 'Football'],
    byline: 'Gus Merriweather',
    body: [
      'PORT ELLERY, {date} (SW) -- A goal in the 94th minute by substitute Leander Boyce gave Vell a 2-2 draw at Port Ellery in a match that the referee ended a moment later because he could no longer see it.',
      'Port Ellery had led twice, through Okoro-Lund after 12 minutes and a penalty by Castellane after 70. Vell’s first goal was put through his own net by the home captain, who said that he had taken the fog for a team-mate.',
      '"I heard the net," Boyce said. "Then I heard the keeper. I would not call it a celebration."',
      'Vell stay second in the Saltmarch league, one point behind Haverlock, who have a game in hand.',
      '(Reporting by Gus Merriweather; editing by Ruth Tallis)',
    ],
  },
  {
    at: 16,
    slug: 'chess-open-round-six',
    headline: 'Chess: Twelve-year-old leads Haverlock open after six rounds',
    subjects: ['Sport', 'Chess'],
    byline: 'Gus Merriweather',
    body: [
      'HAVERLOCK, {date} (SW) -- Twelve-year-old Saoirse Valentin beat the top seed in 61 moves to take the sole lead of the Haverlock open after six of nine rounds.',
      'Valentin, whose feet do not reach the floor, gave up a rook on move 34 and won it back, with interest, on move 50.',
      '“I saw it in the bath yesterday,” she said. “A different bath, but the same position.”',
      'She has five and a half points. Four players follow with five.',
      '--SW',
    ],
  },
  {
    at: 94,
    slug: 'football-haverlock-coach',
    headline: 'Football: Haverlock name ferry captain as coach',
    subjects: ['Sport', 'Football'],
    body: [
      'HAVERLOCK, {date} (SW) -- League leaders Haverlock appointed Bertil Amsel, captain of the night ferry and a former goalkeeper of the club, as coach until the end of the season.',
      'Training will be held when the tide allows, the club said.',
      '--SW',
    ],
  },
  {
    at: 189,
    slug: 'chess-open-round-six',
    headline: 'Chess: Valentin, 12, draws and keeps lead at Haverlock open',
    subjects: ['Sport', 'Chess'],
    byline: 'Gus Merriweather',
    body: [
      'HAVERLOCK, {date} (SW) -- Twelve-year-old Saoirse Valentin drew in 24 moves with the second seed to keep a half-point lead of the Haverlock open after seven of nine rounds.',
      'Valentin, whose feet do not reach the floor, had beaten the top seed in 61 moves in the round before. “I was tired,” she said, “and it was pancakes.”',
      'She has six points. Three players follow with five and a half.',
      '(Reporting by Gus Merriweather; editing by Peter Ashgrove)',
    ],
  },
];
