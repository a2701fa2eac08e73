/*
 * Models: one look-up of a prefix list that AWS manages, by its name, on behalf of CloudFormation.
 * Law: CloudFormation is answered whatever happens. The custom resource is identified by the list that it found, so that another list is another identity.
 * Refuses: to answer with a guess. No list of the name, several, or an error of Amazon EC2 are failures with their reason; a deletion has nothing to do.
 */

/** A request of CloudFormation. */
export interface LookUpEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: { readonly PrefixListName: string };
}

/** The answer that CloudFormation gets. */
export interface LookUpAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: { readonly PrefixListId: string };
}

/** As much of `EC2` of the AWS SDK for JavaScript as the look-up needs. The package does not depend on the SDK, which the Lambda runtime brings along. */
export interface PrefixListApi {
  describeManagedPrefixLists(input: DescribePrefixLists): Promise<PrefixListPage>;
}

export interface DescribePrefixLists {
  readonly Filters: ReadonlyArray<{ readonly Name: string; readonly Values: readonly string[] }>;
  readonly NextToken?: string;
}

export interface PrefixListPage {
  readonly PrefixLists?: ReadonlyArray<{ readonly PrefixListId?: string }>;
  readonly NextToken?: string;
}

/** CloudFormation accepts answers up to 4 KB. */
const LONGEST_REASON = 1_000;

/** The answer to a request. */
export async function lookUp(ec2: PrefixListApi, event: LookUpEvent): Promise<LookUpAnswer> {
  const { StackId, RequestId, LogicalResourceId, PhysicalResourceId = LogicalResourceId } = event;
  const about = { StackId, RequestId, LogicalResourceId };
  if (event.RequestType === 'Delete') {
    return { Status: 'SUCCESS', PhysicalResourceId, ...about };
  }
  try {
    const PrefixListId = await prefixListNamed(ec2, event.ResourceProperties.PrefixListName);
    return { Status: 'SUCCESS', PhysicalResourceId: PrefixListId, ...about, Data: { PrefixListId } };
  } catch (error) {
    return { Status: 'FAILED', Reason: reasonOf(error).slice(0, LONGEST_REASON), PhysicalResourceId, ...about };
  }
}

async function prefixListNamed(ec2: PrefixListApi, name: string): Promise<string> {
  const ids: string[] = [];
  let NextToken: string | undefined;
  do {
    // Nobody but AWS can give a list a name that begins with `com.amazonaws`.
    const page = await ec2.describeManagedPrefixLists({ Filters: [{ Name: 'prefix-list-name', Values: [name] }], NextToken });
    ids.push(...(page.PrefixLists ?? []).flatMap(({ PrefixListId }) => PrefixListId ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (ids.length !== 1) {
    throw new NotFound(`AWS has ${ids.length} prefix lists named ${name} in this Region, expected one: give the id of the list in place of the look-up`);
  }
  return ids[0];
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

class NotFound extends Error {
  public override readonly name = 'NotFound';
}
