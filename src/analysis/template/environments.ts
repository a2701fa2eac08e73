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
    const group = () => [...this.groupOf(scope.root)];
    const known = (what: 'account' | 'region') => group().map(({ stack }) => stack?.[what]).find((each) => each !== undefined);
    return {
      get group() {
        return group()[0].id;
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
