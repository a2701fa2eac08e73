import type { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';

/** The template of a stack. Like every template that a test synthesizes it is validated after the last test. */
export function templateOf(stack: Stack): Template {
  return Template.fromStack(stack);
}

/** The templates of all stacks of an app, stages included, by stack name. */
export function templatesOf(app: App): Map<string, Template> {
  return new Map(app.synth().stacksRecursively.map((stack) => [stack.stackName, Template.fromJSON(stack.template as Record<string, unknown>)]));
}
