// Mutations of JSON that leave it JSON: members, elements, types, doubled keys.

import type { Random } from '../random.ts';
import type { Mutation } from './bytes.ts';
import { awkwardValue } from './values.ts';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Holder = Json[] | { [key: string]: Json };

interface Member {
  readonly holder: Holder;
  readonly key: string;
}

const isHolder = (value: Json | undefined): value is Holder => typeof value === 'object' && value !== null;

function membersOf(root: Json): Member[] {
  const members: Member[] = [];
  const open: Holder[] = isHolder(root) ? [root] : [];
  for (let holder = open.pop(); holder !== undefined; holder = open.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      members.push({ holder, key });
      if (isHolder(value)) open.push(value);
    }
  }
  return members;
}

function get({ holder, key }: Member): Json {
  return (Array.isArray(holder) ? holder[Number(key)] : holder[key]) ?? null;
}

function set({ holder, key }: Member, value: Json): void {
  if (Array.isArray(holder)) holder[Number(key)] = value;
  else holder[key] = value;
}

function remove({ holder, key }: Member): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

type Change = (random: Random, members: readonly Member[]) => void;

const CHANGES: readonly Change[] = [
  (random, members) => remove(random.pick(members)),
  (random, members) => set(random.pick(members), structuredClone(get(random.pick(members)))),
  (random, members) => set(random.pick(members), awkwardValue(random)),
  (random, members) =>
    set(
      random.pick(members),
      random.pick<Json>([null, true, 0, -1, 1.5, 1e308, '', [], {}, [null], [[]], { '': '' }]),
    ),
  (random, members) => {
    const member = random.pick(members);
    set(member, random.once(2) ? [get(member)] : { value: get(member) });
  },
  (random, members) => {
    const { holder, key } = random.pick(members);
    const value = get({ holder, key });
    if (Array.isArray(holder))
      holder.splice(
        Number(key),
        0,
        ...Array.from({ length: 1 + random.below(20) }, () => structuredClone(value)),
      );
    else holder[`${key}${random.pick(['_', '2', ' '])}`] = structuredClone(value);
  },
  (random, members) => {
    const [one, other] = [random.pick(members), random.pick(members)];
    const kept = structuredClone(get(one));
    set(one, structuredClone(get(other)));
    set(other, kept);
  },
  (random, members) => {
    let value: Json = 'x';
    for (let n = random.pick([10, 240, 260, 2000]); n > 0; n--) value = n % 2 === 0 ? [value] : { a: value };
    set(random.pick(members), value);
  },
];

const changeTree: Mutation = (file, random) => {
  const root = parsed(file);
  const members = membersOf(root);
  if (members.length === 0) return file;
  random.pick(CHANGES)(random, members);
  return Buffer.from(JSON.stringify(root, null, random.pick([0, 2]))).toString('latin1');
};

/** `null` for what is no JSON. */
function parsed(file: string): Json {
  try {
    return JSON.parse(Buffer.from(file, 'latin1').toString());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const MEMBER = /"[^"\\]{1,40}"\s*:\s*(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null)/g;

/** What a tree cannot hold: doubled keys, numbers as written, escapes. */
const onMember =
  (change: (member: string, random: Random) => string): Mutation =>
  (file, random) => {
    const members = [...file.matchAll(MEMBER)];
    if (members.length === 0) return file;
    const { 0: member, index } = random.pick(members);
    return file.slice(0, index) + change(member, random) + file.slice(index + member.length);
  };

const withValue = (member: string, value: string): string =>
  `${member.slice(0, member.indexOf(':') + 1)}${value}`;

export const JSON_MUTATIONS: readonly Mutation[] = [
  changeTree,
  changeTree,
  changeTree,
  onMember((member) => `${member},${member}`),
  onMember(
    (member, random) => `${member},${withValue(member, random.pick(['null', '""', '[]', '{}', '"x"']))}`,
  ),
  onMember((member, random) =>
    withValue(member, random.pick(['1e999', '-0', '123456789012345678901234567890', '0.10', '1E400'])),
  ),
  onMember((member, random) =>
    withValue(
      member,
      `"${random.pick(['\\ud800', '\\u0000', 'a\\udc00b', '\\u202e', '\\ud83d\\ude00', '\\r\\n\\t', '<p>\\ud800</p>', '<p>a\\u0000b</p>'])}"`,
    ),
  ),
];
