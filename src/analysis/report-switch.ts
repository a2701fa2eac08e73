/*
 * Models: whether a synthesis writes the report, `reachability.html`, beside the verdicts.
 */

/** The key in the context of an app. */
export const REPORT_CONTEXT_KEY = 'cdk-lambda-network:report';

/** The answer; or, of another value, what was received and what is expected. Values that come by the command line are text. */
export type ReportSwitch = { readonly isOn: boolean } | { readonly wrong: string };

export function readReportSwitch(value: unknown): ReportSwitch {
  const answer = value === undefined ? true : typeof value === 'string' ? { true: true, false: false }[value] : value;
  return typeof answer === 'boolean' ? { isOn: answer } : { wrong: `is ${JSON.stringify(value)}, expected true or false` };
}
