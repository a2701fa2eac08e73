import { finding } from './finding';
import type { Rule } from './rule';

/** Finds functions in a VPC that have a URL. There is no PrivateLink for URLs (F11 of docs/requirements.md). */
export const lambdaUrlIsPublic: Rule = ({ workload }) => workload.hasUrl === 'yes' && workload.attachment.kind === 'vpc'
  ? [finding(
    'LAMBDA_URL_IS_PUBLIC', workload.source,
    'the function has a URL, which is on the internet although the function is attached to a VPC',
    {
      inConstructs: 'remove the URL and call the function through the Lambda API: endpoints: [ec2.InterfaceVpcEndpointAwsService.LAMBDA]',
      inTemplate: 'remove the AWS::Lambda::Url, and invoke the function through an interface endpoint for lambda',
    },
  )]
  : [];
