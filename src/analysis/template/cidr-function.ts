import type { EvaluationContext } from './evaluation-context';
import { arrayOf } from './raw';
import type { Value } from './value';
import { isComposite, listOf, literalText, reasonOf, unknown } from './value';
import type { AddressBlock } from '../model/address-block';
import { addressBits, parseBlock, spellBlock } from '../model/address-block';

/*
 * Models: `Fn::Cidr`: the first blocks of a size within a block, also within one whose place is decided during deployment.
 */

/** What CloudFormation documents as the most that one call returns. */
const MAX_COUNT = 256;

export function cidr(argument: unknown, scope: EvaluationContext): Value {
  const [outer, count, bits] = arrayOf(argument).map((part) => scope.value(part));
  const block = blockOf(outer ?? null);
  const [blocks, hostBits] = [count, bits].map((value) => Number(literalText(value ?? null) ?? NaN));
  if (block === undefined || !Number.isInteger(blocks) || !Number.isInteger(hostBits) || blocks < 1 || blocks > MAX_COUNT) {
    return unknown(`what Fn::Cidr divides is not known: ${reasonOf(block === undefined ? outer ?? null : count ?? null)}`);
  }
  const prefixLength = addressBits(block.family) - hostBits;
  const available = 2n ** BigInt(Math.max(0, prefixLength - block.prefixLength));
  if (hostBits < 0 || prefixLength < block.prefixLength || available < BigInt(blocks)) {
    return unknown(`${spellBlock(block)} does not hold ${blocks} blocks of ${hostBits} bits`);
  }
  return listOf(Array.from({ length: blocks }, (_, index) =>
    valueOfBlock({ ...block, first: block.first + BigInt(index) * 2n ** BigInt(hostBits), prefixLength })));
}

/** The block that a value is. */
export function blockOf(value: Value): AddressBlock | undefined {
  return typeof value === 'string' ? parseBlock(value)
    : isComposite(value) && value.kind === 'block' ? value.block
      : isComposite(value) && value.kind === 'list' && value.items.length === 1 ? blockOf(value.items[0]) : undefined;
}

/** A block as a value: its spelling when it is literal. */
export function valueOfBlock(block: AddressBlock): Value {
  return block.allocation === undefined ? spellBlock(block) : { kind: 'block', block };
}
