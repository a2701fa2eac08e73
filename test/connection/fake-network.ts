import { Token, CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { VpcConnection } from '../../src/connection/vpc-connection';
import type { VpcConnectionOptions } from '../../src/connection/vpc-connection';
import { AddressFamily } from '../../src/network/address-family';
import type { IPrivateLambdaNetwork } from '../../src/network/lambda-network';

/** What a fake network pretends to be; by default dual-stack, with egress for both families and endpoints for S3 and DynamoDB. */
export interface FakeNetworkProps {
  readonly ipProtocol?: ec2.IpProtocol;
  readonly internetAddressFamilies?: AddressFamily[];
  readonly gatewayServices?: string[];
}

/** As little of a network as connections need, around a real VPC that has public subnets too. */
export class FakeNetwork extends Construct implements IPrivateLambdaNetwork {
  public readonly vpc: ec2.Vpc;
  public readonly ipProtocol: ec2.IpProtocol;
  public readonly functionSubnets: ec2.ISubnet[];
  public readonly internetAddressFamilies: AddressFamily[];
  public readonly ipv4Blocks: string[] = [];
  public readonly ipv6Blocks: string[] = [];
  private readonly gatewayServices: string[];

  constructor(scope: Construct, id: string, props: FakeNetworkProps = {}) {
    super(scope, id);
    this.ipProtocol = props.ipProtocol ?? ec2.IpProtocol.DUAL_STACK;
    const dualStack = this.ipProtocol === ec2.IpProtocol.DUAL_STACK;
    this.internetAddressFamilies = props.internetAddressFamilies ?? [AddressFamily.IPV4, ...dualStack ? [AddressFamily.IPV6] : []];
    this.gatewayServices = props.gatewayServices ?? ['s3', 'dynamodb'];
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipProtocol: this.ipProtocol,
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC },
        { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ],
    });
    this.functionSubnets = this.vpc.privateSubnets;
  }

  public connect(scope: Construct, id: string, options: VpcConnectionOptions = {}): VpcConnection {
    return new VpcConnection(scope, id, { ...options, network: this });
  }

  public endpointSecurityGroup(): undefined {
    return undefined;
  }

  public inferEndpoint(): undefined {
    return undefined;
  }

  public gatewayPrefixListId(service: string): string | undefined {
    if (!this.gatewayServices.includes(service)) {
      return undefined;
    }
    const lookUp = this.node.tryFindChild(`${service}PrefixList`) as CfnResource | undefined
      ?? new CfnResource(this, `${service}PrefixList`, { type: 'Custom::PrefixList', properties: { Service: service } });
    return Token.asString(lookUp.getAtt('Id'));
  }
}
