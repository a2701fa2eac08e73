import type { PolicyViolation } from 'aws-cdk-lib';
import { CloudFormationValidatePlugin, Stack } from 'aws-cdk-lib';
import type { RecordedTemplate } from './template-store';

/** Something CloudFormation's own rules have against a template. */
export interface Finding {
  readonly rule: string;
  readonly severity: string;
  readonly resource: string;
  readonly message: string;
  readonly test: string;
  readonly file: string;
}

/** A finding that is known and accepted. */
export interface AcceptedFinding {
  readonly rule: string;
  readonly resource: RegExp;

  /** Why the rule is wrong here, or what makes the template right all the same. */
  readonly reason: string;
}

/** Every exception needs a reason that a reader can check. */
export const ACCEPTED_FINDINGS: AcceptedFinding[] = [
  {
    rule: 'W3010',
    resource: /Subnet[A-Za-z0-9]+$/,
    reason: 'the zones of a network are those its user names or the account has: a name that CloudFormation chose could become another zone',
  },
  ...['F3031', 'E1151'].map((rule) => ({
    rule,
    resource: /^PendingLookUp\//,
    reason: 'the first synthesis of a look-up has the placeholders of the CDK for ids, and is never deployed',
  })),
];

/** Severities that a template can have without being wrong. */
const HARMLESS = new Set(['informational', 'debug']);

let loaded: CloudFormationValidatePlugin | undefined;

/** Loading the rules takes seconds, judging a template takes milliseconds. */
function validator(): CloudFormationValidatePlugin {
  loaded ??= new CloudFormationValidatePlugin();
  return loaded;
}

/** Judge templates by the CloudFormation rules that aws-cdk-lib brings along. */
export function findingsOf(templates: RecordedTemplate[], accepted = ACCEPTED_FINDINGS): Finding[] {
  if (templates.length === 0) {
    return [];
  }
  const nowhere = new Stack();
  return templates.flatMap((template) => {
    const report = validator().validate({
      templatePaths: [template.file],
      stackTemplates: [{
        stackConstructPath: template.stack,
        templatePath: template.file,
        accountId: template.account,
        region: template.region,
      }],
      appConstruct: nowhere,
    });
    return report.violations.flatMap((violation) => findingsOfRule(violation, template));
  }).filter((finding) => !accepted.some((exception) => exception.rule === finding.rule && exception.resource.test(finding.resource)));
}

function findingsOfRule(violation: PolicyViolation, template: RecordedTemplate): Finding[] {
  const severity = violation.severity ?? 'error';
  if (HARMLESS.has(severity)) {
    return [];
  }
  return violation.violatingResources.map(({ resourceLogicalId, locations }) => ({
    rule: violation.ruleName,
    severity,
    resource: `${template.stack}/${resourceLogicalId ?? '(template)'}`,
    message: locations.length === 0 ? violation.description : `${violation.description} (${locations.join(', ')})`,
    test: template.test,
    file: template.file,
  }));
}

/** The findings as text, equal ones of several tests together. */
export function describeFindings(findings: Finding[]): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = `${finding.severity} ${finding.rule}: ${finding.message}`;
    groups.set(key, [...groups.get(key) ?? [], finding]);
  }
  return [...groups].map(([title, members]) => [
    title,
    ...members.map((member) => `    ${member.resource}\n        in ${member.test}\n        ${member.file}`),
  ].join('\n')).join('\n\n');
}
