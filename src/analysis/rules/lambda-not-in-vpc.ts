import { finding } from './finding';
import type { Rule } from './rule';

/** A function outside of any VPC has the internet over IPv4 and no private address. */
export const lambdaNotInVpc: Rule = ({ workload }) => workload.kind === 'function' && workload.attachment.kind === 'none'
  ? [finding(
    'LAMBDA_NOT_IN_VPC', workload.source,
    'the function is attached to no VPC: it reaches the internet over IPv4 and nothing that is private',
    { inConstructs: 'use VpcConnectedFunction, or network.connect()', inTemplate: 'set VpcConfig on the function' },
  )]
  : [];
