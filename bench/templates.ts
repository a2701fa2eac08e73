import type { TemplateSet } from '../src/analysis/template/template-input';

/*
 * Templates as AWS CDK writes them: one with a dual-stack network in three zones, and one for each hundred functions, which import the
 * subnets and have a role, a security group and declared destinations each.
 */

const ZONES = ['a', 'b', 'c'];
const FUNCTIONS_PER_TEMPLATE = 100;

/** A network and so many functions. */
export function loadInputFromTemplates(functions: number): TemplateSet {
  const templates = Array.from({ length: Math.ceil(functions / FUNCTIONS_PER_TEMPLATE) }, (_, place) => {
    const count = Math.min(FUNCTIONS_PER_TEMPLATE, functions - place * FUNCTIONS_PER_TEMPLATE);
    return template(`Functions${place}`, functionResources(count));
  });
  return { templates: [template('Network', networkResources(), networkOutputs()), ...templates] };
}

function template(name: string, Resources: object, Outputs: object = {}) {
  return {
    name: `${name}.template.json`,
    stack: { name, account: '111111111111', region: 'eu-west-1' },
    body: { Resources, Outputs },
    nested: new Map<string, never>(),
  };
}

function networkResources(): object {
  return Object.assign({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true } },
    Ipv6: { Type: 'AWS::EC2::VPCCidrBlock', Properties: { VpcId: ref('Vpc'), AmazonProvidedIpv6CidrBlock: true } },
    Igw: { Type: 'AWS::EC2::InternetGateway' },
    IgwAttachment: { Type: 'AWS::EC2::VPCGatewayAttachment', Properties: { VpcId: ref('Vpc'), InternetGatewayId: ref('Igw') } },
    Eigw: { Type: 'AWS::EC2::EgressOnlyInternetGateway', Properties: { VpcId: ref('Vpc') } },
    S3: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { VpcId: ref('Vpc'), ServiceName: 'com.amazonaws.eu-west-1.s3', VpcEndpointType: 'Gateway', RouteTableIds: ZONES.map((zone) => ref(`PrivateTable${zone}`)) },
    },
  }, ...ZONES.map(zoneResources));
}

function zoneResources(zone: string, place: number): object {
  return Object.assign(subnetResources('Public', zone, place), subnetResources('Private', zone, place + ZONES.length), {
    [`Eip${zone}`]: { Type: 'AWS::EC2::EIP', Properties: { Domain: 'vpc' } },
    [`Nat${zone}`]: { Type: 'AWS::EC2::NatGateway', Properties: { SubnetId: ref(`PublicSubnet${zone}`), AllocationId: attribute(`Eip${zone}`, 'AllocationId') } },
    [`PublicRoute${zone}`]: route(`PublicTable${zone}`, { DestinationCidrBlock: '0.0.0.0/0', GatewayId: ref('Igw') }),
    [`PrivateRoute${zone}`]: route(`PrivateTable${zone}`, { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: ref(`Nat${zone}`) }),
    [`PrivateRoute6${zone}`]: route(`PrivateTable${zone}`, { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: ref('Eigw') }),
  });
}

function subnetResources(tier: string, zone: string, place: number): object {
  const blocks = { 'Fn::Cidr': [{ 'Fn::Select': [0, attribute('Vpc', 'Ipv6CidrBlocks')] }, 256, '64'] };
  return {
    [`${tier}Subnet${zone}`]: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: ref('Vpc'), AvailabilityZone: `eu-west-1${zone}`, CidrBlock: `10.0.${place}.0/24`, Ipv6CidrBlock: { 'Fn::Select': [place, blocks] } },
    },
    [`${tier}Table${zone}`]: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: ref('Vpc') } },
    [`${tier}Association${zone}`]: {
      Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: ref(`${tier}Subnet${zone}`), RouteTableId: ref(`${tier}Table${zone}`) },
    },
  };
}

function networkOutputs(): object {
  const exported = ['Vpc', ...ZONES.map((zone) => `PrivateSubnet${zone}`)];
  return Object.fromEntries(exported.map((name) => [name, { Value: ref(name), Export: { Name: `Network:${name}` } }]));
}

function functionResources(count: number): object {
  return Object.assign({}, ...Array.from({ length: count }, (_, place) => ({
    [`Role${place}`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } },
    [`Group${place}`]: {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: imported('Vpc'), SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: '-1' }, { CidrIpv6: '::/0', IpProtocol: '-1' }] },
    },
    [`Function${place}`]: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Role: attribute(`Role${place}`, 'Arn'),
        VpcConfig: {
          Ipv6AllowedForDualStack: true,
          SubnetIds: ZONES.map((zone) => imported(`PrivateSubnet${zone}`)),
          SecurityGroupIds: [attribute(`Group${place}`, 'GroupId')],
        },
      },
      Metadata: {
        'cdk-lambda-network:destinations': [
          { kind: 'internet', addressFamilies: ['ipv4', 'ipv6'], ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] },
          { kind: 'aws-service', service: 's3' },
        ],
      },
    },
  })));
}

function route(table: string, properties: object): object {
  return { Type: 'AWS::EC2::Route', Properties: { RouteTableId: ref(table), ...properties } };
}

function ref(logicalId: string): object {
  return { Ref: logicalId };
}

function attribute(logicalId: string, name: string): object {
  return { 'Fn::GetAtt': [logicalId, name] };
}

function imported(name: string): object {
  return { 'Fn::ImportValue': `Network:${name}` };
}
