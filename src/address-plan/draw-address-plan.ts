/*
 * Models: a picture of an address plan, made of sentences and of rows whose cells stand in columns.
 * Law: the picture follows from the slots. The order in which tiers and zones are given does not change it.
 */
import { isEncodedToken } from './encoded-token';
import { blockSize, Ipv4Cidr, usableAddresses } from './ipv4-cidr';
import type { Ipv6Block } from './ipv6-block';
import type { PlannedSubnet } from './planned-subnet';
import type { SecondaryBlock } from './secondary-block';
import type { SubnetSlot } from './subnet-slot';
import type { TierSlot } from './tier-slot';
import type { ZoneSlot } from './zone-slot';

/** The text between two columns. */
const GUTTER = '   ';

/** Longer names and ids are cut, so that a line whose every part is at its longest stays within 100 columns. */
const LONGEST_NAME = 24;
const LONGEST_POOL_ID = 32;

const USED = '■';
const FREE = '·';

/** The facts of a plan that a drawing needs. */
export interface PlanToDraw {
  readonly cidrBlock?: string;
  readonly ipamPoolId?: string;
  readonly netmaskLength: number;
  readonly zoneSlots: number;
  readonly tierSlots: number;
  readonly secondaryBlocks: readonly SecondaryBlock[];
  readonly ipv6: Ipv6Block;
  subnet(slot: SubnetSlot): PlannedSubnet;
}

/** A sentence, or the cells of a row. */
type Line = string | readonly string[];

/** A slot and its holder, or a run of slots that are free. */
interface Span<T> {
  readonly from: number;
  readonly to: number;
  readonly holder?: T;
}

/** Draw a plan, the tiers and zones in use and the room that is left; all slots are in the plan and held once. */
export function drawAddressPlan(plan: PlanToDraw, tiers: readonly TierSlot[], zones: readonly ZoneSlot[]): string {
  return render([
    ...primaryBlock(plan, tiers, zones),
    ...plan.secondaryBlocks.flatMap((block) => secondaryBlock(plan, block, tiers, zones)),
  ]);
}

function primaryBlock(plan: PlanToDraw, tiers: readonly TierSlot[], zones: readonly ZoneSlot[]): Line[] {
  const zoneLength = plan.netmaskLength + Math.log2(plan.zoneSlots);
  const subnetLength = zoneLength + Math.log2(plan.tierSlots);
  const inPrimary = tiers.filter((tier) => secondaryOf(plan, tier) === undefined);
  const zoneLines = slotHolders(plan.zoneSlots, zones).flatMap((zone, slot): Line[] => {
    const block = blockCell(plan.cidrBlock, plan.netmaskLength, zoneLength, slot);
    const bar = slotHolders(plan.tierSlots, zone ? inPrimary : []).map((tier) => tier ? USED : FREE).join('');
    const row = [`zone slot ${slot}`, zone ? nameCell(zone.name) : 'free', block, bar];
    return zone ? [row, ...tierRows(plan, tiers, zone, subnetLength)] : [row];
  });
  return [
    `VPC block ${plan.cidrBlock ?? `/${plan.netmaskLength} from ${poolName(plan.ipamPoolId)}`}, ${addresses(plan.netmaskLength)}`,
    `${quantity(plan.zoneSlots, 'zone slot')}, each a /${zoneLength} of ${quantity(plan.tierSlots, 'tier slot')}, each a /${subnetLength}: `
    + `${inPrimary.length * zones.length} of ${quantity(plan.zoneSlots * plan.tierSlots, 'subnet')} in use`,
    `IPv6 /${plan.ipv6.netmaskLength} from ${poolName(plan.ipv6.ipamPoolId)}: each /64 ends in its zone slot and tier slot, in hex`,
    '',
    ...zoneLines,
  ];
}

function tierRows(plan: PlanToDraw, tiers: readonly TierSlot[], zone: ZoneSlot, subnetLength: number): Line[] {
  return spans(plan.tierSlots, tiers).map((span) => {
    const label = `${span.to === plan.tierSlots - 1 ? '└─' : '├─'} ${slotsCell(span)}`;
    if (span.holder === undefined) { return freeRow(label, span, subnetLength); }
    const secondary = secondaryOf(plan, span.holder);
    return secondary === undefined
      ? subnetRow(label, span.holder.name, plan.subnet({ tier: span.holder, zone }))
      : [label, nameCell(span.holder.name), `in ${secondary.cidr}`];
  });
}

function secondaryBlock(plan: PlanToDraw, block: SecondaryBlock, tiers: readonly TierSlot[], zones: readonly ZoneSlot[]): Line[] {
  const { netmaskLength } = Ipv4Cidr.parse(block.cidr);
  const subnetLength = netmaskLength + Math.log2(plan.zoneSlots);
  const tier = tiers.find((candidate) => candidate.name === block.tier);
  const inUse = tier ? zones : [];
  return [
    '',
    `Secondary block ${block.cidr} of tier ${nameCell(block.tier)}, ${addresses(netmaskLength)}`,
    `${quantity(plan.zoneSlots, 'zone slot')}, each a /${subnetLength}: ${inUse.length} of ${quantity(plan.zoneSlots, 'subnet')} in use`,
    '',
    ...spans(plan.zoneSlots, inUse).map((span) => tier && span.holder
      ? subnetRow(`zone ${slotsCell(span)}`, span.holder.name, plan.subnet({ tier, zone: span.holder }))
      : freeRow(`zone ${slotsCell(span)}`, span, subnetLength)),
  ];
}

function subnetRow(label: string, name: string, subnet: PlannedSubnet): Line {
  return [
    label,
    nameCell(name),
    blockCell(subnet.parentBlock, subnet.parentNetmaskLength, subnet.netmaskLength, subnet.index),
    `${grouped(usableAddresses(subnet.netmaskLength))} usable`,
    `…${subnet.ipv6Index.toString(16).padStart(2, '0')}::/64`,
  ];
}

function freeRow(label: string, { from, to }: Span<unknown>, netmaskLength: number): Line {
  return [label, 'free', `${to - from + 1} x /${netmaskLength}`];
}

/** The block itself, or which one it is when its parent is known only at deployment. */
function blockCell(parent: string | undefined, parentLength: number, netmaskLength: number, index: number): string {
  return parent === undefined
    ? `block ${index} of ${2 ** (netmaskLength - parentLength)}, a /${netmaskLength}`
    : Ipv4Cidr.parse(parent).child(netmaskLength, index).toString();
}

function slotsCell({ from, to }: Span<unknown>): string {
  return from === to ? `slot ${from}` : `slots ${from}-${to}`;
}

function nameCell(name: string): string {
  return isEncodedToken(name) ? '(a token)' : shortened(name, LONGEST_NAME);
}

function poolName(poolId: string | undefined): string {
  if (poolId === undefined) { return 'Amazon'; }
  return isEncodedToken(poolId) ? 'an IPAM pool' : shortened(poolId, LONGEST_POOL_ID);
}

function secondaryOf(plan: PlanToDraw, tier: TierSlot): SecondaryBlock | undefined {
  return plan.secondaryBlocks.find((block) => block.tier === tier.name);
}

/** Returns the holder of each slot, in the order of the slots. */
function slotHolders<T extends { readonly slot: number }>(slots: number, holders: readonly T[]): (T | undefined)[] {
  return Array.from({ length: slots }, (_, slot) => holders.find((holder) => holder.slot === slot));
}

/** The slots in their order, with free neighbours joined. */
function spans<T extends { readonly slot: number }>(slots: number, holders: readonly T[]): Span<T>[] {
  const joined: Span<T>[] = [];
  for (const [slot, holder] of slotHolders(slots, holders).entries()) {
    const last = joined[joined.length - 1];
    if (last !== undefined && last.holder === undefined && holder === undefined) {
      joined[joined.length - 1] = { from: last.from, to: slot };
    } else {
      joined.push({ from: slot, to: slot, holder });
    }
  }
  return joined;
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

function addresses(netmaskLength: number): string {
  return `${grouped(blockSize(netmaskLength))} addresses`;
}

/** A number and what it counts. */
function quantity(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A number with its thousands set apart. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Set the cells of all rows in columns. */
function render(lines: readonly Line[]): string {
  const rows = lines.filter((line) => typeof line !== 'string');
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return lines
    .map((line) => typeof line === 'string' ? line : line.map((cell, column) => cell.padEnd(widths[column])).join(GUTTER).trimEnd())
    .join('\n');
}
