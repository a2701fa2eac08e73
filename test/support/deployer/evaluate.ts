/** What expressions of a template can ask for. Each may throw a `Refusal`. */
export interface Surroundings {
  readonly ref: (id: string) => unknown;
  readonly attribute: (id: string, name: string) => unknown;
  readonly importValue: (name: string) => unknown;
  readonly stackOutput: (stack: string, output: string) => unknown;
}

/** The value of an expression when it is deployed. What makes no difference to security groups stays an expression, with its parts evaluated. */
export function evaluate(value: unknown, surroundings: Surroundings): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => evaluate(each, surroundings));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[key, argument], ...more] = [...Object.entries(value), ['', undefined] as const];
  if (more.length === 1 && key in FUNCTIONS) {
    return FUNCTIONS[key](argument, surroundings);
  }
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, evaluate(each, surroundings)]));
}

const FUNCTIONS: Record<string, (argument: unknown, surroundings: Surroundings) => unknown> = {
  'Ref': (id, { ref }) => ref(id as string),
  'Fn::GetAtt': (argument, { attribute }) => {
    const [id, ...names] = Array.isArray(argument) ? argument as string[] : (argument as string).split('.');
    return attribute(id, names.join('.'));
  },
  'Fn::ImportValue': (name, surroundings) => surroundings.importValue(String(evaluate(name, surroundings))),
  'Fn::GetStackOutput': (argument, { stackOutput }) => {
    const { StackName, OutputName } = argument as { StackName: string; OutputName: string };
    return stackOutput(StackName, OutputName);
  },
  'Fn::Join': (argument, surroundings) => {
    const [separator, parts] = evaluate(argument, surroundings) as [string, unknown];
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string') ? parts.join(separator) : { 'Fn::Join': [separator, parts] };
  },
  'Fn::Split': (argument, surroundings) => {
    const [separator, text] = evaluate(argument, surroundings) as [string, unknown];
    return typeof text === 'string' ? text.split(separator) : { 'Fn::Split': [separator, text] };
  },
  'Fn::Select': (argument, surroundings) => {
    const [index, list] = evaluate(argument, surroundings) as [number | string, unknown];
    return Array.isArray(list) ? list[Number(index)] as unknown : { 'Fn::Select': [index, list] };
  },
};
