import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { SCHEMAS, schemaOf } from '../../../scripts/schemas';
import { compareRecords } from '../../../src/analysis/difference/compare-records';
import { claimsToBeRecord, problemOfRecord } from '../../../src/analysis/record/read-record';
import { judgeFiles } from '../judging';
import { template } from '../read/reading';
import { recordOf, recordOfFiles } from '../recording';

/*
 * R2: reachability.json of version 2, which its schema describes and which says what version 1 says.
 */

const ROOT = join(__dirname, '../../..');
const CASES = join(__dirname, '../cases');
const TEMPLATES = readdirSync(CASES).flatMap((code) =>
  readdirSync(join(CASES, code)).filter((name) => /^(template|mended)\.yaml$/.test(name)).map((name) => join(CASES, code, name)));

interface Schema {
  additionalProperties?: unknown;
}

/** A schema that takes nothing that it does not describe. */
function strict(text: string): object {
  return JSON.parse(text, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'properties' in value && 'type' in value) {
      (value as Schema).additionalProperties = false;
    }
    return value;
  }) as object;
}

function validator(file: string) {
  return new Ajv({ allErrors: true, strict: false }).compile(strict(readFileSync(join(ROOT, 'docs', file), 'utf8')));
}

describe('R2: the schemas', () => {
  test.each(Object.keys(SCHEMAS))('%s is what the types say: scripts/write-schema.ts writes it', (file) => {
    expect(readFileSync(join(ROOT, 'docs', file), 'utf8')).toBe(schemaOf(file));
  });

  test('describe every record and every difference of the cases, with all their fields', () => {
    expect(TEMPLATES.length).toBeGreaterThan(100);
    const [ofRecords, ofDifferences] = ['reachability.schema.json', 'difference.schema.json'].map(validator);
    const first = recordOfFiles(TEMPLATES[0]);
    for (const path of TEMPLATES) {
      const record = recordOfFiles(path);
      expect({ path, errors: ofRecords(record) ? [] : ofRecords.errors }).toEqual({ path, errors: [] });
      const difference = JSON.parse(JSON.stringify(compareRecords(first, record))) as unknown;
      expect({ path, errors: ofDifferences(difference) ? [] : ofDifferences.errors }).toEqual({ path, errors: [] });
    }
  });

  test('refuse what is no record', () => {
    const isRecord = validator('reachability.schema.json');
    expect(isRecord({ ...recordOfFiles(TEMPLATES[0]), version: 3 })).toBe(false);
    expect(isRecord({ ...recordOfFiles(TEMPLATES[0]), further: 1 })).toBe(false);
  });
});

describe('R2: a record', () => {
  test('says of each case what version 1 says', () => {
    for (const path of TEMPLATES) {
      const { functions, answers, resources, paths, obstacles } = recordOfFiles(path);
      const said = functions.map(({ resource, answers: own }) => ({
        id: resources[resource].id,
        verdicts: answers[own].map(({ destination, family, verdict, from }) => ({
          destination, family, verdict, codes: from.map(([, , place]) => [...new Set(paths[place].obstacles.map((each) => obstacles[each].code))]),
        })),
      }));
      const expected = judgeFiles([path]).functions.map(({ id, verdicts }) => ({
        id,
        verdicts: verdicts.map(({ subnets, destination, family, verdict }) => ({
          destination, family, verdict, codes: subnets.map(({ codes }) => codes),
        })),
      }));
      expect({ path, said }).toEqual({ path, said: expected });
    }
  });

  test('is read back, and what is broken in it is told', () => {
    const record = recordOfFiles(join(CASES, 'IGW_NOT_ATTACHED', 'template.yaml'));
    expect(claimsToBeRecord(record)).toBe(true);
    expect(problemOfRecord(record)).toBeUndefined();
    expect(problemOfRecord({ ...record, version: 1 } as never)).toMatch('version 1');
    expect(problemOfRecord({ ...record, paths: [] } as never)).toBe('parts of it name others that are not in it');
    expect(problemOfRecord({ ...record, answers: undefined } as never)).toBe('answers is missing in it');
    expect(claimsToBeRecord({ Resources: {}, version: 2, functions: [], findings: [] })).toBe(false);
  });

  test('has the network: tiers, zones, gateways, endpoints, interface groups, capacity and cost', () => {
    const { network, resources, capacity, cost, functions } = recordOfFiles(join(CASES, 'IGW_NOT_ATTACHED', 'mended.yaml'));
    const name = (place: number) => resources[place].id;
    expect(Object.fromEntries(network.subnets.map(({ resource, tier }) => [name(resource), tier]))).toEqual({ Private: 'private', Public: 'public' });
    expect(network.gateways.map(({ kind, resource }) => `${kind} ${name(resource)}`).sort()).toEqual(['internet-gateway InternetGateway', 'nat-gateway Nat']);
    expect(network.interfaceGroups.map((group) => ({
      subnets: group.subnets.map(name), functions: group.functions.map((place) => name(functions[place].resource)),
    }))).toEqual([{ subnets: ['Private'], functions: ['Orders'] }]);
    expect(capacity.interfaces.map(({ interfaces, quota }) => ({ interfaces, quota }))).toEqual([{ interfaces: 1, quota: 500 }]);
    expect(cost).toMatchObject({ currency: 'USD', pricesOf: 'us-east-1, November 2026' });
    expect(cost.parts[0]).toEqual({ what: 'NAT gateways', count: 1, perMonth: 32.85 });
  });

  test('grows by little for functions that fare alike', () => {
    const resources = (count: number) => ({
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { GroupDescription: 'g', VpcId: { Ref: 'Vpc' } } },
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      ...Object.fromEntries(['a', 'b', 'c'].map((zone, index) => [`Subnet${zone}`, {
        Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.0.${index}.0/24`, AvailabilityZone: `eu-west-1${zone}` },
      }])),
      ...Object.fromEntries(Array.from({ length: count }, (_, index) => [`Function${index}`, {
        Type: 'AWS::Lambda::Function',
        Properties: {
          VpcConfig: { SubnetIds: ['a', 'b', 'c'].map((zone) => ({ Ref: `Subnet${zone}` })), SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] },
        },
      }])),
    });
    const size = (count: number) => JSON.stringify(recordOf([template({ Resources: resources(count) })])).length;
    expect(size(100)).toBeLessThan(100_000);
    expect((size(100) - size(10)) / 90).toBeLessThan(350);
  });
});
