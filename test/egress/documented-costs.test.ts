import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Egress, PrivateLambdaNetwork } from '../../src';

/** What docs/guides/choosing-egress.md says of each egress: its name, and the dollars of a month in two zones. */
const documented = [...readFileSync(join(__dirname, '../../docs/guides/choosing-egress.md'), 'utf8').matchAll(/^\| `(\w+\(.*?\))` \| .*? \| ([\d.]+) \|/gm)]
  .map(([, egress, dollars]) => ({ egress, dollars: Number(dollars) }));

const EGRESSES: Record<string, () => Egress> = {
  'none()': () => Egress.none(),
  'ipv6Only()': () => Egress.ipv6Only(),
  'natInstances({ count: 1 })': () => Egress.natInstances({ count: 1 }),
  'natInstances()': () => Egress.natInstances(),
  'natGateways({ count: 1 })': () => Egress.natGateways({ count: 1 }),
  'natGateways()': () => Egress.natGateways(),
  'regionalNatGateway()': () => Egress.regionalNatGateway(),
  'transitGateway()': () => Egress.transitGateway({ transitGatewayId: 'tgw-0123456789abcdef0' }),
};

const HOURS = 730;
const ADDRESS = 0.005;

/** Dollars of an hour, by type. */
const PRICES: Record<string, number> = {
  'AWS::EC2::NatGateway': 0.045,
  'AWS::EC2::EIP': ADDRESS,
  'AWS::EC2::Instance': 0.0042 + 8 * 0.08 / HOURS,
  'AWS::EC2::TransitGatewayAttachment': 0.05,
};

interface Resource {
  readonly Type: string;
  readonly Properties?: { readonly AvailabilityMode?: string };
}

test('the guide prices every egress but that of a provider', () => {
  expect(documented.map(({ egress }) => egress)).toEqual(Object.keys(EGRESSES));
});

test.each(documented)('$egress costs what its template has: $dollars', ({ egress, dollars }) => {
  const app = new App();
  const network = new PrivateLambdaNetwork(new Stack(app, 'Stack'), 'Network', { egress: EGRESSES[egress]() });
  const resources = Object.values((app.synth().getStackByName('Stack').template as { Resources: Record<string, Resource> }).Resources);
  const zones = network.functionSubnets.length;
  const hourly = resources.reduce((sum, { Type, Properties }) => sum
    + (Properties?.AvailabilityMode === 'regional' ? zones * (PRICES[Type] + ADDRESS) : PRICES[Type] ?? 0), 0);
  expect(dollars).toBeCloseTo(hourly * HOURS, 1);
});
