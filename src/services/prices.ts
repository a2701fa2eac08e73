/*
 * Models: what parts of a network cost while nothing is sent, in US dollars for an hour. Plain data of PRICES_AS_OF, of one Region: others cost
 * more, and who needs theirs gives them.
 * Sources: https://aws.amazon.com/vpc/pricing (NAT gateways, public IPv4 addresses), https://aws.amazon.com/privatelink/pricing (interface
 * endpoints), https://aws.amazon.com/transit-gateway/pricing (attachments).
 */

/** The month in which the table was compared with its sources. */
export const PRICES_AS_OF = 'November 2026';

export const PRICES_REGION = 'us-east-1';

export const HOURS_OF_MONTH = 730;

/** The parts that have a price, by the names that a file of prices uses. */
export const PRICED_PARTS = ['natGateway', 'publicIpv4Address', 'interfaceEndpoint', 'transitGatewayAttachment'] as const;

export type PricedPart = typeof PRICED_PARTS[number];

export type Prices = Readonly<Record<PricedPart, number>>;

/** Dollars, rounded to cents. */
export function cents(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}

export const PRICES: Prices = {
  natGateway: 0.045,
  publicIpv4Address: 0.005,

  /** For each Availability Zone in which it stands. */
  interfaceEndpoint: 0.01,

  /** For each VPC. */
  transitGatewayAttachment: 0.05,
};

/** The parts whose traffic has a price, in US dollars for a gigabyte. The traffic of egress-only internet gateways and gateway endpoints has none. */
export const TRAFFIC_PRICES = {
  natGateway: 0.045,

  /** The first petabyte in a month costs this. */
  interfaceEndpoint: 0.01,
  transitGatewayAttachment: 0.02,
} as const;

/** An instance that is used as a NAT instance, the smallest that AWS CDK makes by itself (t3.micro), in US dollars for an hour. (https://aws.amazon.com/ec2/pricing/on-demand) */
export const NAT_INSTANCE_PRICE = 0.0104;
