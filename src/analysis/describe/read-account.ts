import type { Call } from './calls';
import { EXPORTS_CALL, FUNCTIONS_CALL, LISTED, attributeCalls, entryCalls, finderCalls, listCall, parameterCalls, transitCalls } from './calls';
import type { NamedThings } from './named-things';
import { idsIn, isPartOfNetworks } from './named-things';
import type { SectionName } from './sections';
import { IDS } from './sections';

/*
 * Models: which calls are made, in which order: first what finds the VPCs of what is named, then what connects these with others, then all that is in them.
 * Law: a call that fails leaves its part unknown, with the reason, and the rest goes on.
 */

/** The result of a call: the answer, or why there is none. */
export type Answered = { readonly answer: unknown } | { readonly failure: string };

/** Whoever makes a call. */
export type Caller = (call: Call) => Answered;

/** The answers, and what is not known. */
export interface ReadAccount {
  readonly answers: ReadonlyMap<SectionName, unknown>;
  readonly unknown: Readonly<Partial<Record<SectionName, string>>>;

  /** The VPCs, those that are connected with them among them. */
  readonly vpcs: readonly string[];
}

type Item = Readonly<Record<string, unknown>>;

/** Reads what is named, and what is around it. */
export function readAccount(named: NamedThings & { readonly vpcs: readonly string[]; readonly withFunctions: boolean }, call: Caller): ReadAccount {
  const reading = new Reading(call);
  parameterCalls(named.parameters).forEach((each) => reading.add(each, valuesOnly));
  if (named.exports.length > 0) {
    reading.add(EXPORTS_CALL, (item) => named.exports.includes(String(item.Name)) ? valuesOnly(item) : []);
  }
  const told = [...reading.items('Parameters'), ...reading.items('Exports')].flatMap(({ Value: value }) => idsIn(String(value)));
  const ids = [...new Set([...named.ids, ...told])].sort();
  const own = new Set([...named.vpcs, ...ids.filter((id) => id.startsWith('vpc-')), ...finderCalls(ids).flatMap((each) => reading.ask(each)).flatMap(vpcsOf)]);
  if (own.size === 0) {
    return reading.result([]);
  }
  ['VpcPeeringConnections', 'TransitGatewayVpcAttachments'].forEach((name) => reading.add(listCall(name as SectionName, [])));
  const vpcs = [...new Set([...own, ...connected(reading, own)])].sort();
  LISTED.filter((name) => !reading.has(name)).forEach((name) => reading.add(listCall(name, vpcs)));
  attributeCalls(vpcs).forEach((each) => reading.add(each));
  entryCalls(listsIn(reading)).forEach((each) => reading.add(each));
  if (reading.isEmpty('TransitGatewayRouteTables')) {
    reading.none('TransitGatewayPropagations', 'TransitGatewayStaticRoutes');
  }
  transitCalls(reading.items('TransitGatewayRouteTables').map((table) => String(table.TransitGatewayRouteTableId))).forEach((each) => reading.add(each));
  if (named.withFunctions) {
    reading.add(FUNCTIONS_CALL);
  }
  return reading.result(vpcs);
}

/** The answers so far. */
class Reading {
  private readonly answers = new Map<SectionName, Item[]>();
  private readonly unknown: Partial<Record<SectionName, string>> = {};

  constructor(private readonly call: Caller) {}

  has(section: SectionName): boolean {
    return this.answers.has(section) || this.unknown[section] !== undefined;
  }

  isEmpty(section: SectionName): boolean {
    return this.unknown[section] === undefined && this.answers.get(section)?.length === 0;
  }

  items(section: SectionName): readonly Item[] {
    return this.answers.get(section) ?? [];
  }

  /** Makes a call whose answer is a part of the snapshot. */
  add(call: Call, keep: (item: Item) => readonly Item[] = (item) => [item]): void {
    const { section, parent } = call;
    const found = this.unknown[section] === undefined ? this.call(call) : { failure: this.unknown[section] };
    if ('failure' in found) {
      this.unknown[section] = found.failure;
      return;
    }
    const items = parent === undefined ? itemsOf(section, found.answer) : [{ ...found.answer as Item, [IDS[section]]: parent }];
    this.answers.set(section, [...this.items(section), ...items.flatMap(keep)]);
  }

  /** Says of parts that there is nothing in them, because what they would be about is not there. */
  none(...sections: readonly SectionName[]): void {
    sections.filter((section) => !this.has(section)).forEach((section) => this.answers.set(section, []));
  }

  /** Makes a call whose answer only leads on. */
  ask(call: Call): readonly Item[] {
    const found = this.call(call);
    return 'failure' in found ? [] : itemsOf(call.section, found.answer);
  }

  /** A part of which a call failed is not known, whatever others answered. */
  result(vpcs: readonly string[]): ReadAccount {
    const known = [...this.answers].filter(([section]) => this.unknown[section] === undefined);
    return { answers: new Map(known.map(([section, items]) => [section, { [section]: items }])), unknown: this.unknown, vpcs };
  }
}

/** The list in an answer; a thing by itself is a list of one. */
function itemsOf(section: SectionName, answer: unknown): readonly Item[] {
  const entries = answer as Item;
  const content = entries[section] ?? entries[section === 'ManagedPrefixLists' ? 'PrefixLists' : section];
  return Array.isArray(content) ? content as Item[] : content === undefined ? [] : [content as Item];
}

/** Values are kept where they are ids or blocks: any other one is nobody's business, and may be a secret. */
function valuesOnly(item: Item): readonly Item[] {
  return typeof item.Value === 'string' && item.Type !== 'SecureString' && isPartOfNetworks(item.Value) ? [item] : [];
}

/** The VPCs that a thing is in, or attached to. */
function vpcsOf(item: Item): readonly string[] {
  const attachments = Array.isArray(item.Attachments) ? item.Attachments as Item[] : [];
  return [item, ...attachments].flatMap(({ VpcId: vpc }) => typeof vpc === 'string' ? [vpc] : []);
}

/** The VPCs at the other ends of peering connections and transit gateways. */
function connected(reading: Reading, own: ReadonlySet<string>): readonly string[] {
  const peers = reading.items('VpcPeeringConnections').map((item) => [item.RequesterVpcInfo, item.AccepterVpcInfo].flatMap((end) => vpcsOf((end ?? {}) as Item)));
  const attachments = reading.items('TransitGatewayVpcAttachments');
  const gateways = new Set(attachments.filter((item) => vpcsOf(item).some((vpc) => own.has(vpc))).map(({ TransitGatewayId: id }) => id));
  const mates = attachments.filter(({ TransitGatewayId: id }) => gateways.has(id)).flatMap(vpcsOf);
  return [...peers.filter((ends) => ends.some((vpc) => own.has(vpc))).flat(), ...mates];
}

/** The prefix lists that rules and routes name, those of AWS's services apart. */
function listsIn(reading: Reading): readonly string[] {
  const known = new Set(reading.items('PrefixLists').map(({ PrefixListId: id }) => id));
  const managed = new Set(reading.items('ManagedPrefixLists').map(({ PrefixListId: id }) => id));
  const text = JSON.stringify([reading.items('SecurityGroups'), reading.items('RouteTables')]);
  return [...new Set(text.match(/pl-[0-9a-f]{8,17}/g) ?? [])].filter((id) => managed.has(id) && !known.has(id)).sort();
}
