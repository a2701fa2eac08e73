/*
 * Models: the policy of an endpoint, as far as it can be said to let nobody at all use the service.
 * Law: `denies` only when no request to the service can be allowed. Everything between that and the policy that allows everything is
 * `conditional`: who calls what is a matter of IAM, not of the network.
 */

export type PolicyEffect = 'open' | 'conditional' | 'denies';

/** Endpoint names whose first part is not the prefix of their IAM actions. */
const PREFIXES: Record<string, readonly string[]> = {
  'monitoring': ['cloudwatch'],
  'evidently': ['evidently'],
  'email-smtp': ['ses'],
  'email': ['ses'],
  'git-codecommit': ['codecommit'],
  'aps-workspaces': ['aps'],
  'bedrock-runtime': ['bedrock'],
  'bedrock-agent': ['bedrock'],
  'bedrock-agent-runtime': ['bedrock'],
  'ec2messages': ['ec2messages', 'ssm'],
  'tagging': ['tag'],
  'sync-states': ['states'],
  'streams': ['dynamodb'],
  'execute-api': ['execute-api'],
};

interface Statement { readonly [key: string]: unknown }

/** Returns what a policy, as JSON, lets through to a service. */
export function effectOf(policy: unknown, service: string): PolicyEffect {
  const statements = statementsOf(policy);
  if (statements === undefined) {
    return 'conditional';
  }
  if (statements.some((statement) => statement.Effect === 'Deny' && isEverything(statement))) {
    return 'denies';
  }
  const allowing = statements.filter((statement) => statement.Effect !== 'Deny' && canMatch(statement, service));
  if (allowing.length === 0) {
    return 'denies';
  }
  return allowing.some((statement) => statement.Effect === 'Allow' && isEverything(statement)) && statements.every(({ Effect }) => Effect === 'Allow') ? 'open' : 'conditional';
}

function statementsOf(policy: unknown): readonly Statement[] | undefined {
  const found = isObject(policy) ? policy.Statement ?? [] : undefined;
  const list = Array.isArray(found) ? found as readonly unknown[] : [found];
  return found !== undefined && list.every(isObject) ? list as readonly Statement[] : undefined;
}

/** Everybody, everything, always. */
function isEverything({ Principal, Action, Resource, Condition, ...rest }: Statement): boolean {
  const isAnybody = Principal === '*' || isObject(Principal) && includesStar(Principal.AWS);
  return isAnybody && includesStar(Action) && includesStar(Resource) && isEmpty(Condition)
    && !['NotPrincipal', 'NotAction', 'NotResource'].some((key) => key in rest);
}

function canMatch({ Action }: Statement, service: string): boolean {
  const actions = Action === undefined ? [undefined] : Array.isArray(Action) ? Action as readonly unknown[] : [Action];
  return actions.some((action) => typeof action !== 'string' || action === '*' || !action.includes(':') || mayBeOf(action.split(':')[0].toLowerCase(), service));
}

/** A prefix that is not the service's own, by its name: then the action is another service's. */
function mayBeOf(prefix: string, service: string): boolean {
  if (prefix.includes('*') || prefix.includes('?') || prefix.includes('$')) {
    return true;
  }
  const [first] = service.split('.');
  const known = PREFIXES[service] ?? PREFIXES[first];
  return known?.includes(prefix) ?? (service.startsWith(prefix) || prefix.startsWith(first) || first.includes('-'));
}

function includesStar(value: unknown): boolean {
  return value === '*' || Array.isArray(value) && value.includes('*');
}

function isEmpty(condition: unknown): boolean {
  return condition === undefined || isObject(condition) && Object.keys(condition).length === 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
