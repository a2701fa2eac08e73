import { Account } from './account';
import type { Assembly, DeployableStack } from './assembly';
import { ordersOf } from './assembly';
import { Refusal } from './refusal';

/** What becomes of an app that is deployed. */
export interface Outcome {
  readonly account: Account;

  /** What was refused, and where the deployment stopped. */
  readonly refusal?: Refusal;

  /** The account after each step, those within the update of a stack included. */
  readonly moments: readonly Account[];
}

/**
 * Deploy an app over what is deployed of it, once for each order of its stacks. Stacks that the app has no more are deleted first, as they must be who
 * import from others.
 */
export function deployApp(account: Account, before: Assembly, after: Assembly): Outcome[] {
  const gone = before.filter(({ name }) => account.stack(name) !== undefined && !after.some((stack) => stack.name === name));
  return ordersOf(gone).flatMap((deleted) => ordersOf(after).map((order) => run(account, [...deleted].reverse(), order)));
}

/** Deploy an app into an empty account. */
export function firstDeployment(app: Assembly): Account {
  const { account, refusal } = run(Account.empty(), [], ordersOf(app)[0]);
  if (refusal !== undefined) {
    throw refusal;
  }
  return account;
}

function run(start: Account, deleted: readonly DeployableStack[], order: readonly DeployableStack[]): Outcome {
  const moments = [start];
  const steps = [
    ...deleted.map(({ name }) => (account: Account) => [account.destroy(name)]),
    ...order.map((stack) => (account: Account) => {
      const { beforeCleanup, after } = account.deploy(stack);
      return [beforeCleanup, after];
    }),
  ];
  for (const step of steps) {
    try {
      moments.push(...step(moments[moments.length - 1]));
    } catch (error) {
      if (error instanceof Refusal) {
        return { account: moments[moments.length - 1], refusal: error, moments };
      }
      throw error;
    }
  }
  return { account: moments[moments.length - 1], moments };
}
