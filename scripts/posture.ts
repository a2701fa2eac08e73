import { App, Stack, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json';
import type { NagPack } from 'cdk-nag';
import { AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { version as nagVersion } from 'cdk-nag/package.json';
import type { PostureApp } from './posture-apps';
import { POSTURE_APPS } from './posture-apps';
import { POSTURE_REASONS } from './posture-reasons';

/** A finding of a rule in one resource. */
export interface PostureFinding {
  readonly judge: string;

  /** The name of the rule, without its pack. */
  readonly rule: string;
  readonly resource: string;

  /** Why it is acknowledged; undefined when it is open. */
  readonly acknowledged?: string;
}

/** Everything that the judges find in an app, written with this library and without. */
export interface Posture {
  readonly app: PostureApp;
  readonly ours: readonly PostureFinding[];
  readonly plain: readonly PostureFinding[];
}

type Judge = new (app: App) => NagPack;

const JUDGES: readonly (readonly [name: string, pack: Judge])[] = [
  ['AwsSolutions', AwsSolutionsChecks], ['Serverless', ServerlessChecks], ['NIST.800.53.R5', NIST80053R5Checks], ['HIPAA.Security', HIPAASecurityChecks],
  ['PCI.DSS.321', PCIDSS321Checks],
];

/** Have all judges judge all apps. */
export function measurePosture(): Posture[] {
  return POSTURE_APPS.map((app) => ({ app, ours: judge(app.ours), plain: judge(app.plain) }));
}

/** An app with the feature flags that `cdk init` writes, before anything is synthesized. */
function judge(define: (stack: Stack) => void): PostureFinding[] {
  const app = new App({ context: flags });
  const stack = new Stack(app, 'App');
  define(stack);
  return JUDGES.flatMap(([name, Pack]) => {
    const pack = new Pack(app);
    // acknowledged findings are told apart below, with their reasons
    Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
    return pack.validateScope(stack).violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath = '' }) => ({
      judge: name, rule: ruleName.slice(name.length + 1).replace(/\[.*$/s, ''), resource: constructPath, acknowledged: reasonOf(stack, constructPath, ruleName),
    })));
  });
}

/** The reason for which a rule is acknowledged at a resource, or above it. */
function reasonOf(stack: Stack, path: string, rule: string): string | undefined {
  const resource = stack.node.findAll().find(({ node }) => node.path === path)!;
  return resource.node.scopes.flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
    .flatMap(({ data }) => Object.entries(data as Record<string, string>))
    .find(([id]) => id.replace(/^annotation::/i, '') === rule)?.[1];
}

/** Write docs/posture.md. */
export function renderPosture(postures: readonly Posture[] = measurePosture()): string {
  return [
    '# Posture',
    '<!-- measured by scripts/write-posture.ts: do not edit -->',
    `What the rule packs of [cdk-nag](https://github.com/cdklabs/cdk-nag) ${nagVersion} say of small apps, each written with this library and with AWS CDK alone, with the feature flags that \`cdk init\` writes.`,
    'A number counts findings: a rule and a resource. **2 + 3 / 4** is: with this library 2 that are open and 3 that it acknowledges by itself, with the reasons below; with AWS CDK alone 4. An open finding is '
    + 'nothing that the library hides from you, and mostly nothing that it can decide. Where it is worse by the count, the reason says why; a rule is not met only to be met.',
    postures.map(({ app }) => `* **${app.name}**: ${app.what}.`).join('\n'),
    '## In all',
    table(['judge'], postures, JUDGES.map(([name]) => [[name], (finding) => finding.judge === name])),
    ...JUDGES.map(([name]) => `## ${name}\n\n${rulesOf(name, postures)}`),
    '## What this library acknowledges, and why',
    acknowledged(postures),
    '`Validations.of(resource).acknowledge()` does the same for what is yours to decide.',
  ].join('\n\n') + '\n';
}

function rulesOf(name: string, postures: readonly Posture[]): string {
  const found = findings(postures).filter(({ judge: each }) => each === name);
  return table(['rule'], postures, distinct(found.map(({ rule }) => rule)).map((rule) => [
    [rule], (finding) => finding.judge === name && finding.rule === rule, reasonFor(rule),
  ]), 'why');
}

/** None is unexplained. */
function reasonFor(rule: string): string {
  const reason = POSTURE_REASONS[rule];
  if (reason === undefined) {
    throw new Error(`the rule ${rule} finds something, and scripts/posture-reasons.ts does not say why: mend it, or add the reason`);
  }
  return reason;
}

function acknowledged(postures: readonly Posture[]): string {
  const lines = findings(postures).flatMap(({ rule, acknowledged: reason }) => (reason === undefined ? [] : `* ${rule}: ${reason}.`));
  return distinct(lines).join('\n');
}

type Row = readonly [cells: readonly string[], counts: (finding: PostureFinding) => boolean, last?: string];

function table(head: readonly string[], postures: readonly Posture[], rows: readonly Row[], last?: string): string {
  const tail = (cell?: string) => (last === undefined ? [] : [cell ?? '']);
  const lines = [
    [...head, ...postures.map(({ app }) => app.name), ...tail(last)],
    [...head, ...postures, ...tail()].map(() => '---'),
    ...rows.map(([cells, counts, reason]) => [...cells, ...postures.map((posture) => countsOf(posture, counts)), ...tail(reason)]),
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function countsOf({ ours, plain }: Posture, counts: (finding: PostureFinding) => boolean): string {
  const here = ours.filter(counts);
  const open = here.filter(({ acknowledged: reason }) => reason === undefined).length;
  const beside = plain.filter(counts).length;
  return here.length + beside === 0 ? '' : `${open}${here.length > open ? ` + ${here.length - open}` : ''} / ${beside}`;
}

function findings(postures: readonly Posture[]): PostureFinding[] {
  return postures.flatMap(({ ours, plain }) => [...ours, ...plain]);
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
