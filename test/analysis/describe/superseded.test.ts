import { DATABASE_GROUP, GROUP, PRIVATE, VPC, answers, changed, itemOf, snapshotOf } from './answers';
import { judgeWith, verdictFor } from './judging-snapshots';
import type { Snapshot } from '../../../src/analysis/describe/snapshot';
import { DESTINATIONS_METADATA_KEY } from '../../../src/metadata/declared-destination';

/*
 * Snapshots of two days (X2): what the later one does not have any more is gone.
 */

const SERVICES = ['s3', 'secretsmanager'].map((service) => ({ kind: 'aws-service', service }));
const DATABASE = { kind: 'resource', resource: 'Db', securityGroups: [DATABASE_GROUP], ports: [{ protocol: 'tcp', fromPort: 5432, toPort: 5432 }] };
const resources = {
  Fn: {
    Type: 'AWS::Lambda::Function', Properties: { VpcConfig: { SubnetIds: [PRIVATE], SecurityGroupIds: [GROUP] } },
    Metadata: { [DESTINATIONS_METADATA_KEY]: [...SERVICES, DATABASE] },
  },
};

const older = snapshotOf(changed((all) => {
  all.NetworkInterfaces.NetworkInterfaces = [{
    NetworkInterfaceId: 'eni-0aaaaaaaaaaaaaaa1', VpcId: VPC, SubnetId: PRIVATE, Status: 'in-use', InterfaceType: 'interface', Groups: [{ GroupId: DATABASE_GROUP }],
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.20' }], Ipv6Addresses: [],
  }];
}));

/** The same network a day later, without endpoints, ways to the internet, and the database. */
const later: Snapshot = {
  ...snapshotOf(changed((all) => {
    all.VpcEndpoints.VpcEndpoints = [];
    itemOf(all, 'RouteTables').Routes = [];
  })), takenOn: '2026-11-29',
};

function verdictsBy(...snapshots: readonly Snapshot[]): string[] {
  const report = judgeWith(resources, snapshots);
  return ['s3', 'secretsmanager', 'Db:5432'].map((destination) => verdictFor(report, destination).verdict);
}

test('what a later snapshot does not have any more is gone, in whatever order the two are named', () => {
  expect(verdictsBy(older)).toEqual(['reachable', 'reachable', 'reachable']);
  expect(verdictsBy(later)).toEqual(['blocked', 'blocked', 'inconclusive']);
  expect(verdictsBy(older, later)).toEqual(verdictsBy(later));
  expect(verdictsBy(later, older)).toEqual(verdictsBy(later));
});

test('a part that the later one does not know stays as it was', () => {
  const { VpcEndpoints: _, NetworkInterfaces: __, ...sections } = snapshotOf(answers()).sections;
  expect(verdictsBy(older, { ...later, sections })[1]).toBe('reachable');
});

test('what is in another VPC, or what another account sees, is not of the later one', () => {
  expect(verdictsBy(older, { ...later, vpcs: ['vpc-0fffffffffffffff9'] }).slice(0, 2)).toEqual(['reachable', 'reachable']);
  const { VpcEndpoints, ...others } = later.sections;
  const seen = { ...later, account: '444455556666', sections: { Vpcs: others.Vpcs, VpcEndpoints } };
  expect(verdictsBy(older, seen)[1]).not.toBe('blocked');
});
