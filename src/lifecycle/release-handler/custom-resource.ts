/** What CloudFormation asks of a custom resource. */
export interface CustomResourceEvent {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceProperties: {
    readonly FunctionName: string;
    readonly SubnetIds: readonly string[];
    readonly SecurityGroupIds: readonly string[];
  };

  /** When the answer is due, in milliseconds; set when an invocation hands over to the next one. */
  readonly Deadline?: number;
}

/** What CloudFormation is told. Always a success: whatever went wrong, a deletion goes on. */
export interface CustomResourceAnswer {
  readonly Status: 'SUCCESS';
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
}

/**
 * The answer to a request.
 *
 * The resource is identified by its function. When CloudFormation replaces the function the identity changes too, so that CloudFormation
 * asks for the deletion of the old one, and does so before it deletes the old function.
 */
export function answerTo(event: CustomResourceEvent): CustomResourceAnswer {
  const { RequestType, StackId, RequestId, LogicalResourceId, PhysicalResourceId, ResourceProperties } = event;
  const identity = RequestType === 'Delete' ? PhysicalResourceId : ResourceProperties.FunctionName;
  return { Status: 'SUCCESS', PhysicalResourceId: identity ?? LogicalResourceId, StackId, RequestId, LogicalResourceId };
}
