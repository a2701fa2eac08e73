import type { Item, SectionName } from './sections';
import { IDS, SECTION_NAMES, SHAPES, SINGLE, isGone } from './sections';
import type { Shape } from './shape';
import { sorted } from './shape';
import type { Sections, Snapshot } from './snapshot';
import { SNAPSHOT_VERSION } from './snapshot';
import { withinVpcs } from './within-vpcs';

/*
 * Models: answers of AWS, as its command line prints them, put together as a snapshot: sorted, without what is no more, and with what SHAPES keeps alone.
 * Law: answers that differ in their order, or in what is not kept, make equal snapshots. An answer that is not whole is no answer.
 */

/** The answers of AWS by the part of the snapshot that they make. */
export type Answers = ReadonlyMap<SectionName, unknown>;

export interface TakeOptions {
  readonly takenOn: string;
  readonly account?: string;
  readonly region?: string;

  /** The VPCs to which the snapshot is limited. */
  readonly vpcs?: readonly string[];

  /** The reasons why there is no answer, by part. */
  readonly unknown?: Snapshot['unknown'];
}

/** The result: a snapshot, or what is wrong with the answers. */
export type Taken =
  | { readonly snapshot: Snapshot; readonly problems: readonly [] }
  | { readonly snapshot?: undefined; readonly problems: readonly string[] };

/** The keys under which an answer has its list, where that is not the name of the part. */
const KEYS: Readonly<Partial<Record<SectionName, string>>> = { ManagedPrefixLists: 'PrefixLists' };

/** Parts whose `Name` is no tag. */
const NAMED_BY_FIELD: ReadonlySet<SectionName> = new Set(['Parameters', 'Exports']);

/** Put answers together. */
export function takeSnapshot(answers: Answers, { takenOn, account, region, vpcs, unknown }: TakeOptions): Taken {
  const problems: string[] = [];
  const sections: Partial<Record<SectionName, readonly object[]>> = {};
  const owners = new Set<string>();
  for (const name of SECTION_NAMES.filter((each) => answers.has(each))) {
    const raw = itemsOf(name, answers.get(name), problems);
    raw.forEach((item) => name === 'SecurityGroups' && typeof item.OwnerId === 'string' && owners.add(item.OwnerId));
    sections[name] = takeSection(name, raw, problems);
  }
  if (problems.length > 0) {
    return { problems };
  }
  const all = sections as Sections;
  const place = { account: account ?? accountOf(all, owners), region: region ?? regionOf(all) };
  const given = vpcs === undefined || vpcs.length === 0 ? {} : { vpcs: [...vpcs].sort() };
  const reasons = Object.fromEntries(Object.entries(unknown ?? {}).filter(([name]) => !answers.has(name as SectionName)).sort(([one],
    [other]) => one < other ? -1 : 1));
  const base = {
    version: SNAPSHOT_VERSION, takenOn, ...place.account === undefined ? {} : { account: place.account },
    ...place.region === undefined ? {} : { region: place.region }, ...given,
    ...Object.keys(reasons).length === 0 ? {} : { unknown: reasons },
  } as const;
  return { problems: [], snapshot: { ...base, sections: given.vpcs === undefined ? all : withinVpcs(all, new Set(given.vpcs)) } };
}

/** The things in one part: kept, alive, each once, sorted. */
export function takeSection<N extends SectionName>(name: N, raw: readonly object[], problems: string[], isStrict = false): readonly Item<N>[] {
  const shape = SHAPES[name] as Shape<object>;
  const byId = new Map<string, Record<string, unknown>>();
  raw.forEach((item, place) => {
    const at = `${name}[${place}]`;
    const kept = shape.take(item, at, { isStrict, problems }) as Record<string, unknown> | undefined;
    const id = kept?.[IDS[name]];
    if (kept !== undefined && typeof id !== 'string') {
      problems.push(`${at} has no ${IDS[name]}`);
    }
    if (kept !== undefined && isAlive(name, kept)) {
      const key = name === 'SecurityGroupVpcAssociations' ? JSON.stringify(kept) : String(id);
      byId.set(key, withoutGone(byId.has(key) ? merged(shape, byId.get(key)!, kept) : kept) as Record<string, unknown>);
    }
  });
  const items = [...byId.values()].map((item) => name === 'NetworkInterfaces' ? withoutForeignWords(item) : item);
  const keyOf = (item: Record<string, unknown>) => String(item[IDS[name]]);
  return [...sorted(items)].sort((one, other) => keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0) as unknown as readonly Item<N>[];
}

/** Puts one thing together of which two answers have a part each, in the order of its shape. */
function merged(shape: Shape<object>, one: object, other: object): object {
  return shape.take({ ...one, ...other }, '', { isStrict: false, problems: [] }) ?? other;
}

/** The list in an answer, with names from tags. An answer with a token for the rest is refused. */
function itemsOf(name: SectionName, answer: unknown, problems: string[]): readonly Record<string, unknown>[] {
  const content = entryOf(answer, name) ?? entryOf(answer, KEYS[name] ?? name);
  const token = entryOf(answer, 'NextToken') ?? entryOf(answer, 'NextMarker');
  if (typeof token === 'string' && token !== '') {
    problems.push(`${name} is one page of several (it has a ${entryOf(answer, 'NextToken') === token ? 'NextToken' : 'NextMarker'}): let the AWS CLI read all pages`);
    return [];
  }
  const list: unknown = SINGLE.has(name) && content !== undefined && !Array.isArray(content) ? [content] : content;
  if (!Array.isArray(list)) {
    problems.push(`${name} has no list '${KEYS[name] ?? name}', as the AWS CLI prints it`);
    return [];
  }
  const items = list.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null && !Array.isArray(item));
  if (items.length < list.length) {
    problems.push(`${name} has something in its list that is no object`);
  }
  return items.map((item) => NAMED_BY_FIELD.has(name) ? item : { ...item, Name: nameIn(item.Tags) });
}

function nameIn(tags: unknown): string | undefined {
  const tag: unknown = Array.isArray(tags) ? tags.find((each) => entryOf(each, 'Key') === 'Name') : undefined;
  const value = entryOf(tag, 'Value');
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isAlive(name: SectionName, item: Readonly<Record<string, unknown>>): boolean {
  return name === 'Functions' || !isGone(stateOf(item));
}

/** The state of a thing, or of its association with another one. */
function stateOf(item: unknown): string | undefined {
  const places = [['State'], ['Status'], ['Status', 'Code'], ['CidrBlockState', 'State'], ['Ipv6CidrBlockState', 'State'], ['AssociationState', 'State']];
  return places.map((place) => place.reduce<unknown>((value, key) => entryOf(value, key), item)).find((state): state is string => typeof state === 'string');
}

/** Leaves out what is no more in the lists of a thing. */
function withoutGone(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => !isGone(stateOf(item))).map(withoutGone);
  }
  return typeof value !== 'object' || value === null ? value : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, key === 'PolicyDocument' ? inner : withoutGone(inner)]));
}

/** Keeps what a service of AWS writes of its interfaces, and not what people write. */
function withoutForeignWords(item: Record<string, unknown>): Record<string, unknown> {
  const { Description: words, ...rest } = item;
  return item.RequesterManaged === true || item.InterfaceType === 'lambda' ? item : rest;
}

function accountOf({ Functions: functions = [], Vpcs: vpcs = [] }: Sections, owners: ReadonlySet<string>): string | undefined {
  const accounts = new Set(functions.flatMap(({ FunctionArn: arn }) => arn?.split(':')[4] ?? []));
  const found = accounts.size > 0 ? accounts : owners.size > 0 ? owners : new Set(vpcs.flatMap(({ OwnerId: owner }) => owner ?? []));
  return found.size === 1 ? [...found][0] : undefined;
}

/** The Region in the names of zones: `us-west-2-lax-1a` is a Local Zone of `us-west-2`. */
function regionOf({ Subnets: subnets = [] }: Sections): string | undefined {
  const regions = new Set(subnets.flatMap(({ AvailabilityZone: zone }) => /^[a-z]{2,4}(-[a-z]+)+-\d+/.exec(zone ?? '')?.[0] ?? []));
  return regions.size === 1 ? [...regions][0] : undefined;
}

function entryOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] ?? undefined : undefined;
}
