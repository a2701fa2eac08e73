import { judgeTemplates, verdictOn } from './judging';
import { template } from './read/reading';

/*
 * What a peering connection states of its peer (docs/MODEL.md), in templates that nobody's constructs wrote.
 */

interface Scene {
  /** The Metadata of the connection. */
  readonly stated?: unknown;

  /** What the templates define beside that. */
  readonly beside?: Record<string, object>;
  readonly requester?: unknown;
  readonly accepter?: unknown;
}

const OWN = { Ref: 'Vpc' };
const ELSEWHERE = 'vpc-0123456789abcdef0';

function verdict({ stated, beside = {}, requester = OWN, accepter = ELSEWHERE }: Scene) {
  return verdictOn(judgeTemplates([template({
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: OWN, CidrBlock: '10.0.0.0/24' } },
      Table: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: OWN } },
      InTable: { Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: { SubnetId: { Ref: 'Subnet' }, RouteTableId: { Ref: 'Table' } } },
      Peering: {
        Type: 'AWS::EC2::VPCPeeringConnection', Properties: { VpcId: requester, PeerVpcId: accepter },
        ...stated === undefined ? {} : { Metadata: { 'cdk-lambda-network:peer': stated } },
      },
      Route: { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '10.200.0.0/16', VpcPeeringConnectionId: { Ref: 'Peering' } } },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: OWN, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }] } },
      Fn: {
        Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }], SecurityGroupIds: [{ Ref: 'Group' }] } },
        Metadata: { 'cdk-lambda-network:destinations': [{ kind: 'cidr', cidr: '10.200.0.0/16', ports: [{ protocol: 'tcp', fromPort: 443, toPort: 443 }] }] },
      },
      ...beside,
    },
  })]), '10.200.0.0/16', 'ipv4')!;
}

describe('a peer that no template defines', () => {
  test('has the blocks that are stated', () => {
    expect(verdict({}).verdict).toBe('inconclusive');
    expect(verdict({ stated: { blocks: ['10.200.0.0/17'] } }).verdict).toBe('inconclusive');
    expect(verdict({ stated: { blocks: ['10.200.0.0/17', '10.200.128.0/17'] } }).verdict).toBe('reachable');
    expect(verdict({ stated: { blocks: ['10.0.0.0/8'] } }).verdict).toBe('reachable');
  });

  test.each<[string, unknown]>([
    ['no object', ['10.200.0.0/16']], ['a text', '10.200.0.0/16'], ['no list', { blocks: '10.200.0.0/16' }], ['no blocks', { blocks: [7, 'everything', null] }],
  ])('has none that cannot be read: %s', (_, stated) => {
    expect(verdict({ stated }).verdict).toBe('inconclusive');
  });

  test('is the one that the connection is requested of', () => {
    expect(verdict({ stated: { blocks: ['10.200.0.0/16'] }, requester: ELSEWHERE, accepter: OWN }).verdict).toBe('inconclusive');
  });
});

describe('a peer that a template defines', () => {
  const peer = (block: string) => ({ Peer: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: block } } });

  test('has the blocks that it has, whatever is stated', () => {
    const stated = { blocks: ['10.200.0.0/16'] };
    expect(verdict({ stated, accepter: { Ref: 'Peer' }, beside: peer('10.201.0.0/16') })).toMatchObject({
      verdict: 'blocked', subnets: [{ codes: ['PCX_REQUIRES_ADDRESS_IN_VPC_CIDR'] }],
    });
    expect(verdict({ accepter: { Ref: 'Peer' }, beside: peer('10.200.0.0/16') }).verdict).toBe('reachable');
  });
});
