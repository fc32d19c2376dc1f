// The features desk. The demonstration's configuration holds its copy for an editor.

import type { Dispatch } from '../dispatch.ts';

export const FEATURES: readonly Dispatch[] = [
  {
    at: -600,
    slug: 'feature-letter-writer',
    headline: 'The woman who writes other people’s letters',
    subjects: ['Feature', 'People'],
    byline: 'Beatrix Olander',
    body: [
      'QUILL HARBOUR, {date} (SW) -- On the second floor of the customs house, between a dealer in rope and a dentist, Perpetua Lamb writes letters for people who would rather not.',
      'She charges by the difficulty. A complaint to the water authority costs 15 crowns, a condolence 30. An apology is 60, “because I have to ask so many questions, and they have to answer.”',
      'She learned the trade from an uncle who wrote for sailors. They paid him in oranges. She keeps his table, his ruler and his rule, which is never to write what the client could not have meant.',
      '“People think that they come to me for the words,” she said. “They come because I am the first person they have told.”',
      'Lamb owns a computer and uses it for the accounts. The letters are in ink. She estimates that she has written 40,000, and that she has been thanked for about half and forgiven for the rest.',
      'In a drawer she keeps the ones that were never collected. There are 212. She does not read them again. But on the first of January she telephones each of their owners, if they have a telephone, and asks whether it is time.',
      'Last year, eleven said yes.',
      '(Editing by Ruth Tallis)',
    ],
  },
  {
    at: 112,
    slug: 'feature-tide-tables',
    headline: 'A family that has been calculating the tide since 1811',
    subjects: ['Feature', 'Science'],
    byline: 'Beatrix Olander',
    body: [
      'DUNMARROW, {date} (SW) -- The Saltmarch tide tables are printed on blue paper, cost four crowns, and have been worked out by hand by members of one family for more than two hundred years.',
      'A computer on the ground floor does it as well, in a second. The family’s figures are upstairs. They have differed 19 times since 1986.',
      '“We were right in 12 of those,” said Hester Quayle-Moon, who does the sums now. “I do not say it often. I say it when I am asked.”',
      'The machine knows the moon and the sun. The family, she said, also knows the river at Fold, which comes down two days after the rain and stands in the way.',
      '(Editing by Peter Ashgrove)',
    ],
  },
];
