import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { IPrivateLambdaNetwork } from '../../src/connection/lambda-network';
import type { VpcConnectionOptions } from '../../src/connection/vpc-connection';
import { VpcConnection } from '../../src/connection/vpc-connection';
import { lookUpPrefixList } from '../../src/network/core/gateway-prefix-list';
import { AddressFamily } from '../../src/vpc/address-family';
import { countNetworkInterfaces } from '../../src/vpc/network-interfaces';

const GATEWAY_SERVICES: Readonly<Record<string, ec2.GatewayVpcEndpointAwsService>> = {
  s3: ec2.GatewayVpcEndpointAwsService.S3,
  dynamodb: ec2.GatewayVpcEndpointAwsService.DYNAMODB,
};

/** What a fake network is; by default dual-stack, with egress for both families and endpoints for S3 and DynamoDB. */
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
      natGateways: this.internetAddressFamilies.includes(AddressFamily.IPV4) ? 1 : 0,
      gatewayEndpoints: Object.fromEntries(this.gatewayServices.map((service) => [service, { service: GATEWAY_SERVICES[service] }])),
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

  public connectAll(): never {
    throw new Error('functions are connected to this network one by one');
  }

  public allowEndpointAccess(): never {
    throw new Error('nobody is let into endpoints of this network');
  }

  public connectEventSource(): never {
    throw new Error('no event source is connected to this network');
  }

  public connectSecretRotation(): never {
    throw new Error('no rotation is connected to this network');
  }

  public get networkInterfaceCount(): number {
    return countNetworkInterfaces(this.vpc);
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
    return lookUpPrefixList(this, service);
  }
}
