import { finding } from './finding';
import type { Rule } from './rule';
import { describeSource } from '../model/source';

/** Finds functions in a VPC that a distribution of CloudFront runs at the edge, which CloudFront refuses. */
export const lambdaAtEdgeInVpc: Rule = ({ model, workload: { attachment, source } }) => {
  const associations = attachment.kind === 'vpc' ? model.edgeAssociations?.get(source.id) ?? [] : [];
  const places = [...new Set(associations.map(({ distribution, event }) => `${describeSource(distribution)}${event === undefined ? '' : ` (${event})`}`))];
  return places.length === 0 ? [] : [finding(
    'LAMBDA_AT_EDGE_IN_VPC', source,
    `the function has a VpcConfig, and it is among the LambdaFunctionAssociations of ${places.join(', ')}: CloudFront takes only functions that are attached to no VPC`,
    {
      inConstructs: 'define what runs at the edge as a function without a network, such as cloudfront.experimental.EdgeFunction',
      inTemplate: 'remove VpcConfig from the function, or the function from LambdaFunctionAssociations',
    },
  )];
};
