import { requireUsableBlock } from './combinable-blocks';
import { isEncodedToken } from './encoded-token';
import { Ipv4Cidr } from './ipv4-cidr';
import { isWithin } from './whole-number';
import { NetworkError } from '../private/network-error';

const LARGEST = 16;
const SMALLEST = 28;

/**
 * Read a block that a VPC can have.
 *
 * @param text the block in its canonical spelling
 * @param what what an error calls the block
 */
export function parseVpcBlock(text: string, what: string): Ipv4Cidr {
  const block = Ipv4Cidr.parse(text, what);
  if (!isWithin(block.netmaskLength, LARGEST, SMALLEST)) {
    throw new NetworkError('VPC_BLOCK_SIZE',
      `${what} '${text}' is a /${block.netmaskLength}, expected between /${LARGEST} and /${SMALLEST}: use '${block.resized(LARGEST)}', for example`);
  }
  requireUsableBlock({ what: `${what} '${text}'`, cidr: block });
  return block;
}

/** Refuse a netmask length that no block of a VPC can have. */
export function requireVpcNetmaskLength(netmaskLength: number): void {
  if (isEncodedToken(netmaskLength)) {
    throw new NetworkError('TOKEN_NOT_ALLOWED',
      'netmaskLength is a token, expected a number that is known at synthesis: write it out, such as netmaskLength: 16');
  }
  if (!isWithin(netmaskLength, LARGEST, SMALLEST)) {
    throw new NetworkError('VPC_BLOCK_SIZE',
      `netmaskLength is ${netmaskLength}, expected a whole number from ${LARGEST} to ${SMALLEST}: use netmaskLength: ${LARGEST}, for example`);
  }
}
