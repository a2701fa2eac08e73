import type { App } from 'aws-cdk-lib';
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type { Define } from './state-of-app';

/*
 * An app of plain AWS CDK, in the states between which people review a change.
 */

/** How a state differs from the usual one. */
export interface PlainOptions {
  /** The only port that the group of the functions lets out. */
  readonly port?: number;
  readonly natGateways?: number;
  readonly functions?: readonly string[];

  /** Where the functions are; in private subnets unless it is there, or in no VPC. */
  readonly place?: 'isolated' | 'nowhere';

  /** The endpoint for Amazon SQS. */
  readonly endpoint?: 'without private DNS' | 'none';

  /** Tells whether the network of a partner is peered with; without it there is none. */
  readonly peering?: boolean;

  /** Tells whether there is a nested stack whose template is not at hand. */
  readonly unread?: boolean;

  /** The destination that each function declares. */
  readonly declared?: string;
}

const CODE = { runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => {};') };

/** Two functions behind one group in a VPC with NAT gateways and an endpoint. */
export function plain(options: PlainOptions = {}): Define {
  return (app: App) => {
    const stack = new Stack(app, 'Plain', { env: { account: '111122223333', region: 'eu-west-1' } });
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      natGateways: options.natGateways,
      subnetConfiguration: [
        { name: 'Public', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    if (options.endpoint !== 'none') {
      vpc.addInterfaceEndpoint('Sqs', { service: ec2.InterfaceVpcEndpointAwsService.SQS, privateDnsEnabled: options.endpoint === undefined });
    }
    addFunctions(stack, vpc, options);
    if (options.peering !== undefined) {
      addPeer(stack, vpc, options.peering);
    }
    if (options.unread === true) {
      new CfnResource(stack, 'Nested', { type: 'AWS::CloudFormation::Stack', properties: { TemplateURL: 'https://example.com/nested.template.json' } });
    }
  };
}

function addFunctions(stack: Stack, vpc: ec2.Vpc, { port, place, functions = ['Orders', 'Mails'], declared }: PlainOptions): void {
  const group = new ec2.SecurityGroup(stack, 'Group', { vpc, allowAllOutbound: false });
  group.addEgressRule(ec2.Peer.anyIpv4(), port === undefined ? ec2.Port.allTcp() : ec2.Port.tcp(port));
  const subnetType = place === 'isolated' ? ec2.SubnetType.PRIVATE_ISOLATED : ec2.SubnetType.PRIVATE_WITH_EGRESS;
  for (const name of functions) {
    const network = place === 'nowhere' ? {} : { vpc, vpcSubnets: { subnetType }, securityGroups: [group] };
    const { node: { defaultChild } } = new lambda.Function(stack, name, { ...CODE, ...network });
    if (declared !== undefined) {
      const ports = [{ protocol: 'tcp', fromPort: 443, toPort: 443 }];
      (defaultChild as lambda.CfnFunction).addMetadata('cdk-lambda-network:destinations', [{ kind: 'cidr', cidr: declared, ports }]);
    }
  }
}

/** The network of a partner, and the way to it and back where there is one. */
function addPeer(stack: Stack, vpc: ec2.Vpc, isPeered: boolean): void {
  const peer = new ec2.Vpc(stack, 'Peer', {
    availabilityZones: ['eu-west-1a'], ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/16'), subnetConfiguration: [{ name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  if (isPeered) {
    const peering = new ec2.CfnVPCPeeringConnection(stack, 'Peering', { vpcId: vpc.vpcId, peerVpcId: peer.vpcId });
    const addRoute = (id: string, { routeTable: { routeTableId } }: ec2.ISubnet, destinationCidrBlock: string) => new ec2.CfnRoute(stack, id, {
      routeTableId, destinationCidrBlock, vpcPeeringConnectionId: peering.attrId,
    });
    vpc.privateSubnets.forEach((subnet, index) => addRoute(`ToPeer${index}`, subnet, '10.9.0.0/16'));
    peer.isolatedSubnets.forEach((subnet, index) => addRoute(`FromPeer${index}`, subnet, vpc.vpcCidrBlock));
  }
}
