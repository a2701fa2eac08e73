import { finding } from './finding';
import type { Rule } from './rule';
import type { AddressBlock } from '../model/address-block';
import { contains, spellBlock } from '../model/address-block';
import type { DeclaredDestination } from '../model/declared-destination';
import type { PortedTransport } from '../model/traffic';
import { internetAddresses } from '../reason/address-set';

/*
 * Models: TCP port 25, which AWS closes to public IPv4 addresses and to IPv6 for functions and instances of an account until it is asked to open it. No template can tell whether it was.
 * Sources: Amazon EC2 User Guide, ec2-resource-limits.html#port-25-throttle; re:Post, ec2-port-25-throttle, which is about Lambda functions as well.
 * Law: of addresses that are private nothing is said, nor of all ports at once.
 */

const SMTP = 25;

/** Finds functions that declare port 25 of public addresses. */
export const lambdaSmtpRestricted: Rule = ({ workload: { declared = [], source } }) => {
  const named = [...new Set(declared.flatMap(withSmtp))];
  return named.length === 0 ? [] : [finding(
    'LAMBDA_SMTP_RESTRICTED', source, `the function declares port 25 of ${named.join(' and of ')}, to which AWS lets no function connect until it is asked to remove the restriction from the account`,
    {
      inConstructs: 'declare port 587 or 465 of the mail server, or Destination.awsService(\'email\') to send by the API of Amazon SES; or acknowledge it when the restriction is removed',
      inTemplate: 'use port 587 or 465 of the mail server, or the API of Amazon SES; or request that the restriction on port 25 be removed from the account',
    },
  )];
};

function withSmtp(destination: DeclaredDestination): string[] {
  if (destination.kind !== 'internet' && destination.kind !== 'cidr' || !hasSmtp(destination.ports)) {
    return [];
  }
  return destination.kind === 'internet' ? ['the internet'] : isPublic(destination.block) ? [spellBlock(destination.block)] : [];
}

function hasSmtp(ports: readonly PortedTransport[]): boolean {
  return ports.some(({ transport, ports: { fromPort, toPort } }) => transport === 'tcp' && fromPort <= SMTP && SMTP <= toPort && toPort - fromPort < 1024);
}

function isPublic(block: AddressBlock): boolean {
  const { block: all, except } = internetAddresses(block.family);
  return contains(all, block) !== 'no' && !except.some((outer) => contains(outer, block) === 'yes');
}
