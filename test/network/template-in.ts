import { App, Stack } from 'aws-cdk-lib';
import type { SynthesizedTemplate } from './harm';

/** Whether the stack knows its account and Region. */
export type StackKind = 'agnostic' | 'concrete';

/** The zones of the account that concrete stacks are for. */
export const ACCOUNT_ZONES = ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'];

const ENV = { account: '111122223333', region: 'eu-west-1' };

/** The template of a stack of its own in which something is defined. */
export function templateIn(kind: StackKind, accountZones: string[], define: (stack: Stack) => void): SynthesizedTemplate {
  const app = new App({ context: { [`availability-zones:account=${ENV.account}:region=${ENV.region}`]: accountZones } });
  const stack = new Stack(app, 'Stack', kind === 'concrete' ? { env: ENV } : {});
  define(stack);
  return app.synth().getStackByName('Stack').template as SynthesizedTemplate;
}
