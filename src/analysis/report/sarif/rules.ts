import type { SarifLevel, SarifRule } from './sarif-log';
import type { Severity } from '../../model/finding-codes';
import { FINDING_CODES } from '../../model/finding-codes';
import { PATH_CODES } from '../../model/path-codes';

/*
 * Models: what is told of each kind of problem: the codes of findings and paths, and the kinds of changes.
 */

export const REPOSITORY = 'https://github.com/cdk-lambda-network/cdk-lambda-network';

interface Kind {
  readonly title: string;
  readonly level: SarifLevel;

  /** The page with all of them, and its part. */
  readonly page: string;
}

const OF_CHANGES = 'docs/guides/pipelines.md#code-scanning';

/** The kinds of changes that `diff` tells. Their ids are public for ever, like codes. */
export const CHANGE_RULES = {
  REACHABILITY_LOST: { title: 'a change takes away what functions reached before', level: 'error', page: OF_CHANGES },
  REACHABILITY_OPENED: { title: 'a change lets functions reach what was closed to them before', level: 'warning', page: OF_CHANGES },
  REACHABILITY_NOT_KNOWN: { title: 'it is not known whether something is reached, before a change or after it', level: 'warning', page: OF_CHANGES },
  REACHABILITY_CHANGED: { title: 'a change lets functions reach something in another way, or blocks it in another way', level: 'note', page: OF_CHANGES },
  RESOURCE_REPLACED: { title: 'a change makes CloudFormation replace a resource on which others may rely', level: 'warning', page: OF_CHANGES },
  RESOURCE_REMOVED: { title: 'a change removes a resource on which others may rely', level: 'warning', page: OF_CHANGES },
  COST_ADDED: { title: 'a change adds more to the fixed cost of a network than is allowed', level: 'error', page: OF_CHANGES },
} as const satisfies Record<string, Kind>;

export type ChangeRule = keyof typeof CHANGE_RULES;

/**
 * How bad a problem is for security, on the scale of CVSS, as GitHub takes it. There is no base for a number but for what is open and should not be; 7.0 and 4.0 are
 * where GitHub begins to call it high and medium.
 */
const SECURITY_SEVERITY: Readonly<Record<string, string>> = { LAMBDA_REACHES_FORBIDDEN: '7.0', LAMBDA_REACHES_UNDECLARED: '4.0', REACHABILITY_OPENED: '4.0' };

const LEVELS: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', info: 'note' };

/** The description of a rule. */
export function ruleOf(id: string): SarifRule {
  const { title, level, page } = kindOf(id);
  const helpUri = `${REPOSITORY}/blob/main/${page}`;
  const severity = SECURITY_SEVERITY[id];
  const troubleshooting = `${REPOSITORY}/blob/main/docs/guides/troubleshooting.md#by-finding-code`;
  const sentence = `${title.charAt(0).toUpperCase()}${title.slice(1)}.`;
  const isChange = id in CHANGE_RULES;
  return {
    id,
    name: id.split('_').map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join(''),
    shortDescription: { text: sentence },
    fullDescription: { text: `${sentence} ${isChange ? 'The message says what it was, what it is, and what stands in the way.' : 'The message says what stands in the way, with the path, and what there is to do.'}` },
    helpUri,
    help: {
      text: `${sentence} See ${isChange ? helpUri : troubleshooting}.`,
      markdown: isChange ? `${sentence}\n\n[What is told of a change](${helpUri})`
        : `${sentence}\n\n[What happens, what it means, and the mend](${troubleshooting}); [all codes, and how to acknowledge one](${helpUri}): \`cdk-lambda-network::${id}\``,
    },
    defaultConfiguration: { level },
    properties: {
      tags: ['aws-lambda', 'network', 'reachability', ...severity === undefined ? [] : ['security']],
      ...severity === undefined ? {} : { 'security-severity': severity },
    },
  };
}

function kindOf(id: string): Kind {
  const change = (CHANGE_RULES as Readonly<Record<string, Kind>>)[id];
  const path = (PATH_CODES as Readonly<Record<string, { readonly title: string }>>)[id];
  const found = (FINDING_CODES as Readonly<Record<string, { readonly title: string; readonly severity: Severity }>>)[id];
  return change ?? {
    title: (path ?? found).title,
    level: path === undefined ? LEVELS[found.severity] : 'error',
    page: `docs/FINDINGS.md#${path === undefined ? 'findings-about-a-function' : 'in-the-way-of-a-destination'}`,
  };
}
