import { CfnResource, Token } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';
import { Construct } from 'constructs';

/*
 * Models: load balancers whose names lead to public addresses, from inside of their VPC as well: rules between groups are of no use to who asks for them.
 * Refuses: to say anything of one that is imported, or whose scheme only the deployment knows.
 */

const TYPES: readonly string[] = ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'AWS::ElasticLoadBalancing::LoadBalancer'];

/** The internet-facing load balancer that a connectable is, or belongs to: a listener, or a group that one has for itself. */
export function publicLoadBalancerOf(peer: ec2.IConnectable): IConstruct | undefined {
  const { loadBalancer } = peer as { readonly loadBalancer?: unknown };
  const owners = [peer, loadBalancer, ...peer.connections.securityGroups.map(({ node }) => node.scope)];
  return owners.find((owner): owner is IConstruct => Construct.isConstruct(owner) && isInternetFacing(owner));
}

/** Without a scheme a load balancer is internet-facing. */
function isInternetFacing({ node: { defaultChild } }: IConstruct): boolean {
  if (defaultChild === undefined || !CfnResource.isCfnResource(defaultChild) || !TYPES.includes(defaultChild.cfnResourceType)) {
    return false;
  }
  const { scheme } = defaultChild as { readonly scheme?: string };
  return !Token.isUnresolved(scheme) && scheme !== 'internal';
}
