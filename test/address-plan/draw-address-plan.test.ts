import { AddressPlan } from '../../src/address-plan/address-plan';
import { Ipv6Block } from '../../src/address-plan/ipv6-block';

const TIERS = [{ name: 'private', slot: 0 }, { name: 'isolated', slot: 1 }, { name: 'public', slot: 2 }];
const ZONES = [{ name: 'eu-west-1a', slot: 0 }, { name: 'eu-west-1b', slot: 1 }, { name: 'eu-west-1c', slot: 2 }];

const linesOf = (drawing: string) => drawing.split('\n').map((line) => line.replace(/ +/g, ' '));

describe('N12: a plan can be drawn', () => {
  test('the plan of 10.0.0.0/16, three zones and three tiers', () => {
    expect(`\n${AddressPlan.cidr('10.0.0.0/16').draw(TIERS, ZONES)}\n`).toMatchInlineSnapshot(`
"
VPC block 10.0.0.0/16, 65,536 addresses
8 zone slots, each a /19 of 8 tier slots, each a /22: 9 of 64 subnets in use
IPv6 /56 from Amazon: each /64 ends in its zone slot and tier slot, in hex

zone slot 0    eu-west-1a   10.0.0.0/19     ■■■·····
├─ slot 0      private      10.0.0.0/22     1,019 usable   …00::/64
├─ slot 1      isolated     10.0.4.0/22     1,019 usable   …01::/64
├─ slot 2      public       10.0.8.0/22     1,019 usable   …02::/64
└─ slots 3-7   free         5 x /22
zone slot 1    eu-west-1b   10.0.32.0/19    ■■■·····
├─ slot 0      private      10.0.32.0/22    1,019 usable   …10::/64
├─ slot 1      isolated     10.0.36.0/22    1,019 usable   …11::/64
├─ slot 2      public       10.0.40.0/22    1,019 usable   …12::/64
└─ slots 3-7   free         5 x /22
zone slot 2    eu-west-1c   10.0.64.0/19    ■■■·····
├─ slot 0      private      10.0.64.0/22    1,019 usable   …20::/64
├─ slot 1      isolated     10.0.68.0/22    1,019 usable   …21::/64
├─ slot 2      public       10.0.72.0/22    1,019 usable   …22::/64
└─ slots 3-7   free         5 x /22
zone slot 3    free         10.0.96.0/19    ········
zone slot 4    free         10.0.128.0/19   ········
zone slot 5    free         10.0.160.0/19   ········
zone slot 6    free         10.0.192.0/19   ········
zone slot 7    free         10.0.224.0/19   ········
"
`);
  });

  test('a tier with a secondary block points to it, and the block is drawn below', () => {
    const plan = AddressPlan.cidr('10.0.0.0/20', {
      zoneSlots: 4,
      tierSlots: 4,
      secondaryBlocks: [{ cidr: '100.64.0.0/18', tier: 'isolated' }, { cidr: '100.65.0.0/24', tier: 'later' }],
    });
    expect(linesOf(plan.draw(TIERS, [ZONES[0], ZONES[2]]))).toEqual([
      'VPC block 10.0.0.0/20, 4,096 addresses',
      '4 zone slots, each a /22 of 4 tier slots, each a /24: 4 of 16 subnets in use',
      'IPv6 /56 from Amazon: each /64 ends in its zone slot and tier slot, in hex',
      '',
      'zone slot 0 eu-west-1a 10.0.0.0/22 ■·■·',
      '├─ slot 0 private 10.0.0.0/24 251 usable …00::/64',
      '├─ slot 1 isolated in 100.64.0.0/18',
      '├─ slot 2 public 10.0.2.0/24 251 usable …02::/64',
      '└─ slot 3 free 1 x /24',
      'zone slot 1 free 10.0.4.0/22 ····',
      'zone slot 2 eu-west-1c 10.0.8.0/22 ■·■·',
      '├─ slot 0 private 10.0.8.0/24 251 usable …20::/64',
      '├─ slot 1 isolated in 100.64.0.0/18',
      '├─ slot 2 public 10.0.10.0/24 251 usable …22::/64',
      '└─ slot 3 free 1 x /24',
      'zone slot 3 free 10.0.12.0/22 ····',
      '',
      'Secondary block 100.64.0.0/18 of tier isolated, 16,384 addresses',
      '4 zone slots, each a /20: 2 of 4 subnets in use',
      '',
      'zone slot 0 eu-west-1a 100.64.0.0/20 4,091 usable …01::/64',
      'zone slot 1 free 1 x /20',
      'zone slot 2 eu-west-1c 100.64.32.0/20 4,091 usable …21::/64',
      'zone slot 3 free 1 x /20',
      '',
      'Secondary block 100.65.0.0/24 of tier later, 256 addresses',
      '4 zone slots, each a /26: 0 of 4 subnets in use',
      '',
      'zone slots 0-3 free 4 x /26',
    ]);
  });

  test('a plan out of an IPAM pool counts blocks instead of naming them', () => {
    const plan = AddressPlan.ipam({
      ipamPoolId: 'ipam-pool-0a1b2c3d4e5f67890',
      netmaskLength: 18,
      zoneSlots: 2,
      tierSlots: 4,
      ipv6: Ipv6Block.ipam({ ipamPoolId: 'ipam-pool-0fedcba9876543210', netmaskLength: 52 }),
    });
    expect(linesOf(plan.draw([TIERS[2]], [ZONES[1]]))).toEqual([
      'VPC block /18 from ipam-pool-0a1b2c3d4e5f67890, 16,384 addresses',
      '2 zone slots, each a /19 of 4 tier slots, each a /21: 1 of 8 subnets in use',
      'IPv6 /52 from ipam-pool-0fedcba9876543210: each /64 ends in its zone slot and tier slot, in hex',
      '',
      'zone slot 0 free block 0 of 2, a /19 ····',
      'zone slot 1 eu-west-1b block 1 of 2, a /19 ··■·',
      '├─ slots 0-1 free 2 x /21',
      '├─ slot 2 public block 6 of 8, a /21 2,043 usable …12::/64',
      '└─ slot 3 free 1 x /21',
    ]);
  });

  test('what is known only at deployment is named as such, and long names are cut', () => {
    const plan = AddressPlan.ipam({ ipamPoolId: '${Token[Pool.7]}', netmaskLength: 16, zoneSlots: 1, tierSlots: 4 });
    const drawing = plan.draw([{ name: 'a-tier-with-a-rather-long-name', slot: 3 }], [{ name: '${Token[Zone.8]}', slot: 0 }]);
    expect(linesOf(drawing)).toEqual([
      'VPC block /16 from an IPAM pool, 65,536 addresses',
      '1 zone slot, each a /16 of 4 tier slots, each a /18: 1 of 4 subnets in use',
      'IPv6 /56 from Amazon: each /64 ends in its zone slot and tier slot, in hex',
      '',
      'zone slot 0 (a token) block 0 of 1, a /16 ···■',
      '├─ slots 0-2 free 3 x /18',
      '└─ slot 3 a-tier-with-a-rather-lo… block 3 of 4, a /18 16,379 usable …03::/64',
    ]);
  });

  test('an empty plan is all free', () => {
    expect(linesOf(AddressPlan.cidr('10.0.0.0/26', { zoneSlots: 1, tierSlots: 4 }).draw([], []))).toEqual([
      'VPC block 10.0.0.0/26, 64 addresses',
      '1 zone slot, each a /26 of 4 tier slots, each a /28: 0 of 4 subnets in use',
      'IPv6 /56 from Amazon: each /64 ends in its zone slot and tier slot, in hex',
      '',
      'zone slot 0 free 10.0.0.0/26 ····',
    ]);
  });
});
