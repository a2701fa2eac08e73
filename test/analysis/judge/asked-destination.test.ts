import * as fc from 'fast-check';
import { readAskedDestination, spellDestination } from '../../../src/analysis/judge/destinations/asked-destination';
import type { AddressBlock } from '../../../src/analysis/model/address-block';
import { parseBlock, spellBlock } from '../../../src/analysis/model/address-block';
import type { PortedTransport } from '../../../src/analysis/model/traffic';
import { HTTPS } from '../../../src/analysis/model/traffic';

const nothing = () => false;

const blocks: fc.Arbitrary<AddressBlock> = fc.oneof(
  fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })), fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })),
).map(([address, length]) => parseBlock(`${address}/${length}`)!);

const ports: fc.Arbitrary<readonly PortedTransport[]> = fc.array(
  fc.tuple(fc.constantFrom('tcp' as const, 'udp' as const), fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 1, max: 65535 })).map(([transport, one, other]) =>
    ({ transport, ports: { fromPort: Math.min(one, other), toPort: Math.max(one, other) } })), { minLength: 1, maxLength: 3 },
);

/** Names of resources: construct paths and logical ids. */
const names = fc.array(fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,9}$/), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'));

describe('law: what a report calls a destination asks for it', () => {
  test('a block', () => {
    fc.assert(fc.property(blocks, ports, (block, asked) => {
      expect(readAskedDestination(spellDestination(spellBlock(block), asked), nothing)).toMatchObject({ kind: 'cidr', block, ports: asked });
    }), { numRuns: 1000 });
  });

  test('a block over HTTPS, which has no port behind it', () => {
    fc.assert(fc.property(blocks, (block) => {
      expect(spellDestination(spellBlock(block), HTTPS)).toBe(spellBlock(block));
      expect(readAskedDestination(spellBlock(block), nothing)).toMatchObject({ kind: 'cidr', block, ports: HTTPS });
    }));
  });

  test('the internet', () => {
    fc.assert(fc.property(ports, (asked) => {
      expect(readAskedDestination(spellDestination('internet', asked), nothing)).toMatchObject({ kind: 'internet', ports: asked });
    }));
  });

  test('a resource', () => {
    fc.assert(fc.property(names, ports, (name, asked) => {
      const text = spellDestination(name, asked);
      expect(readAskedDestination(text, (other) => other === name)).toEqual({ kind: 'resource', text, name, ports: text === name ? undefined : asked });
    }), { numRuns: 1000 });
  });

  test('a prefix list', () => {
    fc.assert(fc.property(fc.stringMatching(/^pl-[0-9a-f]{8,17}$/), ports, (prefixListId, asked) => {
      expect(readAskedDestination(spellDestination(prefixListId, asked), nothing)).toMatchObject({ kind: 'prefix-list', prefixListId, ports: asked });
    }));
  });
});

test.each(['s3', 'secretsmanager', 'ecr.api', 'execute-api', 'bedrock-agent-runtime', 'iotsitewise.api'])('%s is a service', (service) => {
  expect(readAskedDestination(service, nothing)).toEqual({ kind: 'aws-service', text: service, service });
});

test('a service on ports that are named', () => {
  expect(readAskedDestination('email-smtp:465', nothing)).toEqual({
    kind: 'aws-service', text: 'email-smtp:465', service: 'email-smtp', ports: [{ transport: 'tcp', ports: { fromPort: 465, toPort: 465 } }],
  });
  expect(readAskedDestination('aws.sagemaker.eu-west-1.studio', nothing)).toMatchObject({ kind: 'aws-service', service: 'aws.sagemaker.eu-west-1.studio' });
});

test('a resource of the name of a service, or of the internet, is the resource', () => {
  expect(readAskedDestination('s3', (name) => name === 's3')).toMatchObject({ kind: 'resource', name: 's3' });
  expect(readAskedDestination('internet:80', (name) => name === 'internet')).toMatchObject({ kind: 'resource', name: 'internet' });
});

test.each<[string, string, number]>([
  ['10.0.0.1', '10.0.0.1/32', 443],
  ['10.0.0.1:22', '10.0.0.1/32', 22],
  ['10.0.0.77/8', '10.0.0.0/8', 443],
  ['fd00::1', 'fd00::1/128', 443],
  ['[fd00::1]', 'fd00::1/128', 443],
  ['[fd00::1]:22', 'fd00::1/128', 22],
  ['fd00::/8:22', 'fd00::/8', 22],
  ['[fd00::/8]:22', 'fd00::/8', 22],
  ['fd00::1:22', 'fd00::1:22/128', 443],
])('%s is %s on %i', (text, block, port) => {
  expect(readAskedDestination(text, nothing)).toMatchObject({ kind: 'cidr', block: parseBlock(block), ports: [{ transport: 'tcp', ports: { fromPort: port, toPort: port } }] });
});

test.each([
  '', ' ', 'S3', 's3:', 's3:x', 'Not A Thing', 'App/Database', '10.0.0.0/33', '10.0.0/8', '10.0.0.0/8:', '10.0.0.0/8:x', '10.0.0.0/8:0', '10.0.0.0/8:65536', '10.0.0.0/8:80-',
  '10.0.0.0/8:90-80', '10.0.0.0/8:80/icmp', '10.0.0.0/8:80,', '[fd00::1', '[fd00::1]:x', '[fd00::1]x', '[]', 'internet:99999', 'https://example.com', '../etc/passwd',
])('%j is no destination', (text) => {
  expect(readAskedDestination(text, nothing)).toBeUndefined();
});

test('whatever is asked, it is read or it is not', () => {
  fc.assert(fc.property(fc.string(), fc.boolean(), (text, isResource) => {
    const asked = readAskedDestination(text, () => isResource);
    expect(asked === undefined || asked.text === text).toBe(true);
  }), { numRuns: 1000 });
});
