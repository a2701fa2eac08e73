import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as fc from 'fast-check';
import { reportMarkdown } from '../../../src/analysis/page/report-markdown';
import { reportPage } from '../../../src/analysis/page/report-page';
import type { ReachabilityRecord } from '../../../src/analysis/record/reachability-record';
import { readDeepLink, spellDeepLink } from '../../../src/analysis/report/deep-link';
import { recordOfFiles } from '../recording';
import { call } from '../support/call-command';
import { ReachabilityAnalyzer } from 'cdk-lambda-network';

/*
 * R1: the report, as a file. What it does in a browser is tried by `npx projen verify:browser`.
 */

const FOLDER = mkdtempSync(join(tmpdir(), 'report-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const CASES = join(__dirname, '../cases');
const BLOCKED = join(CASES, 'NO_ROUTE_TO_DESTINATION', 'template.yaml');
const MENDED = join(CASES, 'NO_ROUTE_TO_DESTINATION', 'mended.yaml');

/** The same record with another name for everything. */
function renamed(record: ReachabilityRecord, name: string): ReachabilityRecord {
  return { ...record, resources: record.resources.map((resource, place) => ({ ...resource, id: `${name}${place}` })) };
}

function dataIn(page: string): { record: ReachabilityRecord } {
  return JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(page)![1]) as { record: ReachabilityRecord };
}

describe('R1: the page', () => {
  const record = recordOfFiles(BLOCKED);

  test('holds the record, whatever the names in it are', () => {
    const names = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('</script><script>alert(1)</script>', '<!--<script>', '{{data}}', '{{title}}', '$&', '\u202Etxt', '::error::'));
    fc.assert(fc.property(names, (name) => {
      const given = renamed(record, name.replace(/\p{Cs}/gu, ''));
      const page = reportPage({ record: given });
      expect(dataIn(page).record).toEqual(JSON.parse(JSON.stringify(given)));
      expect(page.match(/<script/g)).toHaveLength(2);
    }), { numRuns: 200 });
  });

  test('lets nothing run but its own script and style, and nothing be fetched', () => {
    const page = reportPage({ record });
    const hash = (element: string) => {
      const text = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)![1];
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    expect(/Content-Security-Policy" content="([^"]*)"/.exec(page)![1])
      .toBe(`default-src 'none'; script-src '${hash('script')}'; style-src '${hash('style')}'; base-uri 'none'; form-action 'none'`);
    expect(page).not.toMatch(/<(link|img|iframe|object|embed|base|form)\b/);
  });

  test('is the same bytes each time', () => expect(reportPage({ record })).toBe(reportPage({ record: JSON.parse(JSON.stringify(record)) as ReachabilityRecord })));
});

describe('R1: links to verdicts', () => {
  test('are read back as they were, and none is the name of a part of the page', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.constantFrom('ipv4' as const, 'ipv6' as const), (name, destination, family) => {
      const link = spellDeepLink({ name, destination, family });
      expect(readDeepLink(link)).toEqual({ name, destination, family });
      expect(link).toMatch(/^#[\w%.~:-]*\/[\w%.~:-]*\/ipv[46]$/);
    }), { numRuns: 500 });
  });

  test('are short where names are', () => expect(spellDeepLink({ name: 'Orders', destination: 'internet', family: 'ipv4' })).toBe('#Orders/internet/ipv4'));

  test.each(['', '#', '#matrix', '#a/b', '#a/b/ipv5', '#a/b/c/ipv4', '#%/b/ipv4'])('%p is none', (fragment) => expect(readDeepLink(fragment)).toBeUndefined());
});

describe('R1: Markdown', () => {
  const options = { picture: 'topology.svg', page: 'reachability.html' };

  test('tells what is not as wanted, with the cause, and links to it', () => {
    const text = reportMarkdown(recordOfFiles(BLOCKED), options);
    expect(text).toContain('![The networks](topology.svg)');
    expect(text).toMatch(/^- ❌ \[.* over IPv4\]\(reachability\.html#[^)]*\/ipv4\) is blocked: .*`NO\\?_?.*`/m);
  });

  test('names are text', () => {
    const text = reportMarkdown(renamed(recordOfFiles(BLOCKED), '](https://example.org) <img src=x> | `x` @someone '), options);
    expect(text).not.toMatch(/\]\(https:|<img|\| `x`|@someone/);
  });
});

describe('R1: the report of a synthesis', () => {
  function synthesized(context: Record<string, unknown>): string {
    const app = new App({ context });
    ReachabilityAnalyzer.register(app);
    new ec2.Vpc(new Stack(app, 'Network'), 'Vpc', { natGateways: 0 });
    return app.synth().directory;
  }

  test('is in the cloud assembly beside the verdicts, and says the same', () => {
    const folder = synthesized({});
    expect(dataIn(readFileSync(join(folder, 'reachability.html'), 'utf8')).record).toEqual(JSON.parse(readFileSync(join(folder, 'reachability.json'), 'utf8')));
  });

  test.each([[false], ['false']])('is left out with the context %p', (value) => {
    const folder = synthesized({ 'cdk-lambda-network:report': value });
    expect([existsSync(join(folder, 'reachability.html')), existsSync(join(folder, 'reachability.json'))]).toEqual([false, true]);
  });

  test.each([['no'], [0]])('another value, %p, is an error that says what is expected', (value) =>
    expect(() => synthesized({ 'cdk-lambda-network:report': value })).toThrow(`the context cdk-lambda-network:report of the app is ${JSON.stringify(value)}, expected true or false`));

  test('a second synthesis into the same folder writes it again', () => {
    const outdir = mkdtempSync(join(FOLDER, 'cdk.out-'));
    const synthesize = () => {
      const app = new App({ outdir });
      ReachabilityAnalyzer.register(app);
      new ec2.Vpc(new Stack(app, 'Network'), 'Vpc', { natGateways: 0 });
      app.synth();
      return readFileSync(join(outdir, 'reachability.html'), 'utf8');
    };
    expect(synthesize()).toBe(synthesize());
  });
});

describe('R1: the report of the commands', () => {
  test('check --report writes the page, the picture, Markdown and the data, and says where', () => {
    const folder = join(FOLDER, 'new', 'report');
    const { status, error } = call('check', BLOCKED, '--to', 'internet', '--require', '--report', folder);
    expect(status).toBe(1);
    expect(error).toContain(`the report is in ${join(folder, 'reachability.html')}`);
    expect(readdirSync(folder).sort()).toEqual(['reachability.html', 'reachability.json', 'reachability.md', 'topology.svg']);
    expect(readFileSync(join(folder, 'topology.svg'), 'utf8')).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  });

  test('a folder that cannot be made is one sentence', () => {
    const { status, error } = call('check', BLOCKED, '--report', join(BLOCKED, 'report'));
    expect(status).toBe(2);
    expect(error.trim().split('\n')).toHaveLength(1);
  });

  test('diff --format html has what changes', () => {
    const { out, status } = call('diff', MENDED, BLOCKED, '--format', 'html');
    expect(status).toBe(1);
    const { difference } = dataIn(out) as unknown as { difference: { lost: unknown[] } };
    expect(difference.lost.length).toBeGreaterThan(0);
  });
});
