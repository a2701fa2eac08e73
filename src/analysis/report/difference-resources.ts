import { alike } from './alike';
import { foldNames } from './fold-names';
import type { Difference, ResourceChange } from '../difference/difference';

/*
 * Models: what becomes of resources, as lines: those that go or are replaced with what that means outside of the stack, while those that come hurt nobody
 * and are counted.
 */

/** The meaning of it that a resource goes or is replaced, those first that take most along. */
const MEANINGS: Readonly<Record<string, string>> = {
  'AWS::EC2::VPC': 'all that is inside goes too',
  'AWS::EC2::Subnet': 'network interfaces and addresses inside go too',
  'AWS::EC2::SecurityGroup': 'rules outside of these templates that name the id no longer hold',
  'AWS::EC2::VPCEndpoint': 'the id, which policies may name, network interfaces and own DNS names go too',
  'AWS::EC2::EIP': 'whoever allows the address by its number has to be told',
  'AWS::EC2::NatGateway': 'open connections end',
  'AWS::EC2::EgressOnlyInternetGateway': 'open connections end',
  'AWS::EC2::NetworkInterface': 'addresses go too',
  'AWS::EC2::VPCPeeringConnection': 'open connections end, and routes on the other side lead nowhere',
};

/** The types, those first that take most along. */
const ORDER = Object.keys(MEANINGS);

/** The resources as lines, and how many there are. Functions that come or go are told as functions. */
export function spellResources({ resources }: Difference): { readonly lines: readonly string[]; readonly told: number; readonly added: number } {
  const shown = resources.filter(({ change, type }) => change === 'replaced' || !type.endsWith('::Function'));
  const sorted = [...shown].sort((one, other) => rank(one) - rank(other));
  const [replaced, removed, added] = (['replaced', 'removed', 'added'] as const).map((wanted) => sorted.filter(({ change }) => change === wanted));
  return {
    told: replaced.length + removed.length,
    added: added.length,
    lines: [
      ...alike([...replaced, ...removed], ({ change, type, because }) => JSON.stringify([change, type, because])).map(spellGone),
      ...added.length === 0 ? [] : [`added: ${alike(added, ({ type }) => type).map((group) => `${group.length} ${group[0].type}`).join(', ')}`],
    ],
  };
}

function rank({ type }: ResourceChange): number {
  return ORDER.includes(type) ? ORDER.indexOf(type) : ORDER.length;
}

function spellGone(group: readonly [ResourceChange, ...ResourceChange[]]): string {
  const [{ change, type, because }] = group;
  const meaning = MEANINGS[type];
  const count = group.length === 1 ? '' : `${group.length} `;
  return `${change}: ${count}${type} ${foldNames(group.map(({ id }) => id))}${because.length === 0 ? '' : `: ${because.join(', ')}`}${meaning === undefined ? '' : ` – ${meaning}`}`;
}
