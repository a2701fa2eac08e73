import { finding } from './finding';
import type { Rule } from './rule';
import type { Mend } from '../model/verdict';

const MENDS: Readonly<Record<string, Mend>> = {
  'function': { inConstructs: 'use VpcConnectedFunction, or network.connect()', inTemplate: 'set VpcConfig on the function' },
  'web-function': { inTemplate: 'name a network connector as EgressNetworkConnectorArn of its revision' },
};

/** Finds functions outside of any VPC, which have the internet over IPv4 and no private address. */
export const lambdaNotInVpc: Rule = ({ workload: { kind, attachment, source } }) => kind in MENDS && attachment.kind === 'none'
  ? [finding(
    'LAMBDA_NOT_IN_VPC', source, 'the function is attached to no VPC: it reaches the internet over IPv4 and nothing that is private', MENDS[kind],
  )]
  : [];
