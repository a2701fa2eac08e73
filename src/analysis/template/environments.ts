import type { EvaluationContext } from './evaluation-context';
import type { Environment } from '../model/environment';

/*
 * Models: which templates are for one account and Region. A stack knows its own when the app says it; nested stacks are where the stack is that
 * nests them, and a stack that looks an export up, or a parameter of Systems Manager, is where those are.
 */

/** The environments of templates. */
export class Environments {
  private readonly groups = new Map<EvaluationContext, Set<EvaluationContext>>();

  /** Two templates turn out to be for the same. */
  public join(one: EvaluationContext, other: EvaluationContext): void {
    const [group, more] = [this.groupOf(one.root), this.groupOf(other.root)];
    if (group !== more) {
      more.forEach((root) => this.groups.set(root, group.add(root)));
    }
  }

  /** Returns what is known of the environment of a template, once everything is read. */
  public of(scope: EvaluationContext): Environment {
    const known = (what: 'account' | 'region') => firstOf(this.groupOf(scope.root), ({ stack }) => stack?.[what]);
    const group = () => firstOf(this.groupOf(scope.root), ({ id }) => id)!;
    return {
      get group() {
        return group();
      },
      get account() {
        return known('account');
      },
      get region() {
        return known('region');
      },
    };
  }

  private groupOf(root: EvaluationContext): Set<EvaluationContext> {
    const group = this.groups.get(root) ?? new Set([root]);
    this.groups.set(root, group);
    return group;
  }
}

/** The first that is known of anything. Groups are large, and thousands of functions ask. */
function firstOf(group: Iterable<EvaluationContext>, ask: (root: EvaluationContext) => string | undefined): string | undefined {
  for (const root of group) {
    const found = ask(root);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
